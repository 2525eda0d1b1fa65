using System.Globalization;
using System.Text.Json;
using WalletService.Domain.Transactions;

namespace WalletService.Domain.Events;

/// <summary>The events that tell that a transfer has come to its present status.</summary>
public static class TransferEvents
{
    private static readonly Dictionary<string, EventKind<TransferEventData>> ByType =
        new[] { "awaitingApproval", "prepared", "retried", "signed", "submitted", "confirmed", "finalized", "rejected", "failed", "expired", "cancelled" }.ToDictionary(
            type => type,
            type => new EventKind<TransferEventData>(EventTopics.Transactions, type, EventDataJson.Default.TransferEventData),
            StringComparer.Ordinal);

    internal static IReadOnlyList<EventKind> Kinds { get; } = [.. ByType.Values];

    public static IReadOnlyList<EventDraft> Of(Transfer transfer) => transfer.Status switch
    {
        TransferStatus.Received => [],
        TransferStatus.AwaitingApproval => [Of(transfer, "awaitingApproval")],
        TransferStatus.Ready => [Of(transfer, transfer.Attempt is null ? "prepared" : "retried")],
        TransferStatus.Signed => [Of(transfer, "signed")],
        TransferStatus.Submitted => [Of(transfer, "submitted")],
        TransferStatus.Confirmed => [Of(transfer, "confirmed")],
        TransferStatus.Finalized => [Of(transfer, "finalized"), .. PortfolioEvents.OfExecution(transfer)],
        TransferStatus.Rejected => [Of(transfer, "rejected")],
        TransferStatus.Failed => [Of(transfer, "failed"), ErrorEvents.TransactionFailed(transfer), .. PortfolioEvents.OfExecution(transfer)],
        TransferStatus.Expired => [Of(transfer, "expired")],
        TransferStatus.Cancelled => [Of(transfer, "cancelled")],
    };

    /// <summary>The route that asked for it, by its last word; <c>sweep</c> when the service did itself.</summary>
    public static string KindOf(Transfer transfer) => transfer.Content switch
    {
        _ when transfer.IsSweep || transfer.Content is TransferContent.AccountClosing => "sweep",
        TransferContent.SolPayment => "transferSol",
        TransferContent.TokenPayment => "transferToken",
        TransferContent.SolBatch or TransferContent.TokenBatch => "transferBatch",
        TransferContent.CallerTransaction => "send",
        var other => throw new InvalidOperationException($"Unknown content {other}."),
    };

    private static EventDraft Of(Transfer transfer, string type)
    {
        var requested = (transfer.Content as TransferContent.SolPayment)?.Requested;
        var data = new TransferEventData(
            transfer.Id.ToString(),
            KindOf(transfer),
            JsonNamingPolicy.CamelCase.ConvertName(transfer.Status.ToString()),
            transfer.Content.Recipient?.Value,
            (transfer.Lamports ?? requested)?.ToString(),
            (transfer.Execution?.Fee ?? transfer.Quote?.Fee)?.ToString(),
            transfer.Content.PaidMint?.Value,
            transfer.Token?.Total.ToString(CultureInfo.InvariantCulture),
            transfer.Attempt?.Signature.Value,
            transfer.Execution?.Slot,
            transfer.Error?.Code,
            transfer.Error?.Message,
            transfer.Content.BatchPlace?.Batch.ToString());
        return ByType[type].Tell(data);
    }
}
