using System.Text.Json;
using WalletService.Domain.Auditing;
using WalletService.Domain.Transactions;

namespace WalletService.Domain.Events;

/// <summary>What operators have to hear of.</summary>
public static class ErrorEvents
{
    private static readonly EventKind<FailedTransactionData> Failed =
        new(EventTopics.Errors, "transaction.failed", EventDataJson.Default.FailedTransactionData);

    private static readonly EventKind<DependencyEventData> Down =
        new(EventTopics.Errors, "dependency.down", EventDataJson.Default.DependencyEventData);

    private static readonly EventKind<DependencyEventData> Recovered =
        new(EventTopics.Errors, "dependency.recovered", EventDataJson.Default.DependencyEventData);

    private static readonly EventKind<SecurityViolationData> Violation =
        new(EventTopics.Errors, "security.violation", EventDataJson.Default.SecurityViolationData);

    private static readonly EventKind<CheckpointEventData> Checkpoint =
        new(EventTopics.Errors, "audit.checkpoint", EventDataJson.Default.CheckpointEventData);

    private static readonly EventKind<SecurityAnomalyData> Anomaly =
        new(EventTopics.Errors, "security.anomaly", EventDataJson.Default.SecurityAnomalyData);

    internal static IReadOnlyList<EventKind> Kinds { get; } = [Failed, Down, Recovered, Violation, Checkpoint, Anomaly];

    /// <summary>The chain has executed the transfer with an error, or it ended without being executed although it had been signed.</summary>
    internal static EventDraft TransactionFailed(Transfer transfer) => Failed.Tell(new FailedTransactionData(
        EventSeverities.Warning,
        transfer.Id.ToString(),
        TransferEvents.KindOf(transfer),
        transfer.Attempt?.Signature.Value,
        transfer.Execution?.Slot,
        transfer.Error?.Code,
        transfer.Error?.Message));

    /// <summary>A checkpoint of the audit log, for whoever keeps it outside of the database.</summary>
    internal static EventDraft AuditCheckpoint(AuditCheckpoint checkpoint) => Checkpoint.Tell(new CheckpointEventData(
        EventSeverities.Info,
        checkpoint.Number,
        checkpoint.At!.Value,
        checkpoint.Hash,
        checkpoint.PreviousHash,
        checkpoint.HeadCount,
        checkpoint.KeyVersion,
        checkpoint.PublicKey,
        checkpoint.Signature));

    /// <summary>An outside dependency has been away for a while, as one instance sees it.</summary>
    /// <param name="since">When it was first found away.</param>
    public static EventDraft DependencyDown(string dependency, bool isEssential, string instance, string detail, DateTimeOffset since) =>
        Down.Tell(new DependencyEventData(
            isEssential ? EventSeverities.Critical : EventSeverities.Warning, dependency, isEssential, instance, detail, since));

    /// <summary>A dependency that was told to be down answers again.</summary>
    /// <param name="since">When it was first found back.</param>
    public static EventDraft DependencyRecovered(string dependency, bool isEssential, string instance, string detail, DateTimeOffset since) =>
        Recovered.Tell(new DependencyEventData(EventSeverities.Info, dependency, isEssential, instance, detail, since));

    /// <summary>Somebody tried what is not allowed, or something is not what it has to be. Nothing was signed because of it.</summary>
    /// <param name="what">Short and constant, e.g. <c>message.differs</c>.</param>
    /// <param name="detail">One sentence for an operator; never a secret.</param>
    /// <param name="subject">The wallet, transaction or client that it is about; null when it is about none.</param>
    public static EventDraft SecurityViolation(string what, string detail, string? subject) =>
        Violation.Tell(new SecurityViolationData(EventSeverities.Critical, what, detail, subject));

    /// <summary>
    /// The entry in the audit log for what the event tells; null when it tells of nothing that belongs there, or of a refused caller, who
    /// has an entry of his own.
    /// </summary>
    public static AuditDraft? AuditOf(EventDraft told) =>
        told.Type == Violation.Type && JsonSerializer.Deserialize(told.Data, EventDataJson.Default.SecurityViolationData) is { } data
        && data.What != AuditActions.CallerRefused
            ? AuditDrafts.Violation(data.What, data.Detail, data.Subject)
            : null;

    /// <summary>A request is unlike those before it. What follows is up to the policies.</summary>
    /// <param name="signals">The names of what is unusual.</param>
    /// <param name="kind">What was asked for, as the route says.</param>
    /// <param name="walletId">Of which wallet.</param>
    /// <param name="userId">Whose wallet it is.</param>
    /// <param name="reference">The transfer's id, or for a signature the hash of what is signed.</param>
    public static EventDraft SecurityAnomaly(IReadOnlyList<string> signals, string kind, string walletId, string userId, string reference) =>
        Anomaly.Tell(new SecurityAnomalyData(EventSeverities.Warning, string.Join(',', signals), kind, walletId, userId, reference));
}
