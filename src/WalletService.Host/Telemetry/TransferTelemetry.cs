using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Host.Metrics;

namespace WalletService.Host.Telemetry;

/// <summary>Logs and counts what becomes of transfers.</summary>
public sealed partial class TransferTelemetry(WalletMetrics metrics, TimeProvider time, ILogger<TransferTelemetry> logger) : ITransferTelemetry
{
    public void Moved(Transfer before, Transfer after)
    {
        var now = time.GetUtcNow();
        metrics.RecordMove(Name(after.Status), now - after.WorkBeganAt());
        metrics.RecordStage(StageOf(before.Status), now - EnteredAt(before));
        if (after.Status.IsEnd() && after.Status != TransferStatus.Finalized)
        {
            metrics.RecordFailure(Name(after.Status), after.Error?.Code ?? "none");
        }

        LogMoved(
            after.Id.Value, after.WalletId.Value, before.Status, after.Status, after.Attempt?.Signature.Value, after.Error?.Code);
    }

    public void StepDelayed(Transfer transfer, Exception reason)
    {
        metrics.RecordDelay(Name(transfer.Status));
        if (reason is PortUnavailableException or OutcomeUnknownException)
        {
            LogDelayed(transfer.Id.Value, transfer.Status, reason.Message);
        }
        else
        {
            LogFailed(reason, transfer.Id.Value, transfer.Status);
        }
    }

    public void Sent(Transfer transfer, SendOutcome outcome)
    {
        var name = outcome switch
        {
            SendOutcome.Accepted => "accepted",
            SendOutcome.AlreadyProcessed => "already_processed",
            SendOutcome.Refused => "refused",
            _ => "unknown",
        };
        metrics.RecordSend(name);
        LogSent(transfer.Id.Value, transfer.Attempt?.Signature.Value, name, outcome.ToString());
    }

    public void Signed(Transfer transfer, TimeSpan duration, bool success) =>
        LogSigned(transfer.Id.Value, transfer.WalletId.Value, success, duration.TotalMilliseconds);

    public void RoundFailed(string round, Exception reason)
    {
        metrics.RecordRoundFailure(round);
        if (reason is PortUnavailableException or OutcomeUnknownException)
        {
            LogRoundDelayed(round, reason.Message);
        }
        else
        {
            LogRoundFailed(reason, round);
        }
    }

    /// <summary>What a transfer waits for in a state that is no end.</summary>
    private static string StageOf(TransferStatus status) => status switch
    {
        TransferStatus.Received => "decide",
        TransferStatus.AwaitingApproval => "approve",
        TransferStatus.Ready => "sign",
        TransferStatus.Signed => "send",
        TransferStatus.Submitted => "confirm",
        _ => "finalize",
    };

    /// <summary>When the transfer came to the state that it is in. That it waits for approval is not timed, so its receipt stands for that.</summary>
    private static DateTimeOffset EnteredAt(Transfer transfer) => transfer.Status switch
    {
        TransferStatus.Ready => transfer.Times.ReadyAt,
        TransferStatus.Signed => transfer.Times.SignedAt,
        TransferStatus.Submitted => transfer.Times.SubmittedAt,
        TransferStatus.Confirmed => transfer.Times.ConfirmedAt,
        _ => null,
    } ?? transfer.Times.ReceivedAt;

    private static string Name(TransferStatus status) => status.ToString().ToLowerInvariant();

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Transfer {TransactionId} of wallet {WalletId}: {Before} -> {After}, signature {Signature}, error {ErrorCode}")]
    private partial void LogMoved(
        Guid transactionId, Guid walletId, TransferStatus before, TransferStatus after, string? signature, string? errorCode);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Transfer {TransactionId} waits in {Status}: {Reason}")]
    private partial void LogDelayed(Guid transactionId, TransferStatus status, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Transfer {TransactionId} can't leave {Status}; it is tried again")]
    private partial void LogFailed(Exception exception, Guid transactionId, TransferStatus status);

    [LoggerMessage(Level = LogLevel.Information, Message = "Transfer {TransactionId} sent as {Signature}: {Outcome} ({Detail})")]
    private partial void LogSent(Guid transactionId, string? signature, string outcome, string? detail);

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Key of wallet {WalletId} used for transfer {TransactionId}: success {Success} in {DurationMs} ms")]
    private partial void LogSigned(Guid transactionId, Guid walletId, bool success, double durationMs);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The tracker's round '{Round}' waits: {Reason}")]
    private partial void LogRoundDelayed(string round, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The tracker's round '{Round}' failed; it is tried again")]
    private partial void LogRoundFailed(Exception exception, string round);
}
