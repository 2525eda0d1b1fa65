using WalletService.Contracts.Transactions;
using WalletService.Domain.Errors;
using WalletService.Domain.Transactions;
using WalletService.Messaging.Wire;

namespace WalletService.Messaging.Transactions;

/// <summary>Transfers as replies carry them.</summary>
internal static class TransferMapping
{
    /// <summary>
    /// A transfer as it stands; or, when it ended without payment, the reason, with the transfer's ids in the details.
    /// </summary>
    public static Result<TransferDetails> ToResult(this Transfer transfer) => transfer.Status switch
    {
        TransferStatus.Rejected or TransferStatus.Failed or TransferStatus.Expired or TransferStatus.Cancelled => ToError(transfer),
        TransferStatus.Received or TransferStatus.AwaitingApproval or TransferStatus.Ready or TransferStatus.Signed
            or TransferStatus.Submitted or TransferStatus.Confirmed or TransferStatus.Finalized => ToDetails(transfer),
    };

    private static WalletError ToError(Transfer transfer)
    {
        var error = transfer.Error ?? WalletErrors.Internal();
        var details = new Dictionary<string, string>(error.Details, StringComparer.Ordinal)
        {
            ["transactionId"] = transfer.Id.ToString(),
            ["status"] = NameOf(transfer.Status),
        };
        if (transfer.Attempt is { } attempt)
        {
            details["signature"] = attempt.Signature.Value;
        }

        return error with { Details = details };
    }

    private static TransferDetails ToDetails(Transfer transfer) => new()
    {
        TransactionId = transfer.Id.ToString(),
        Status = NameOf(transfer.Status),
        Signature = transfer.Attempt?.Signature.Value,
        Lamports = transfer.Lamports?.ToString(),
        FeeLamports = (transfer.Execution?.Fee ?? transfer.Quote?.Fee)?.ToString(),
        Slot = transfer.Execution?.Slot,
        Confirmation = transfer.Status is TransferStatus.Confirmed or TransferStatus.Finalized ? NameOf(transfer.Status) : null,
        BlockTime = transfer.Execution?.BlockTime,
        Balances = ToBalances(transfer.Execution),
        Times = new TransferStepTimes
        {
            ReceivedAt = transfer.Times.ReceivedAt,
            ReadyAt = transfer.Times.ReadyAt,
            SignedAt = transfer.Times.SignedAt,
            SubmittedAt = transfer.Times.SubmittedAt,
            ConfirmedAt = transfer.Times.ConfirmedAt,
            EndedAt = transfer.Times.EndedAt,
        },
        Error = transfer.Error?.ToDetails(),
    };

    private static TransferBalances? ToBalances(TransferExecution? execution) => execution switch
    {
        { SourceBefore: { } sourceBefore, SourceAfter: { } sourceAfter, RecipientBefore: { } before, RecipientAfter: { } after } => new()
        {
            SourceBefore = sourceBefore.ToString(),
            SourceAfter = sourceAfter.ToString(),
            RecipientBefore = before.ToString(),
            RecipientAfter = after.ToString(),
        },
        _ => null,
    };

    private static string NameOf(TransferStatus status) => status switch
    {
        TransferStatus.Received => "received",
        TransferStatus.AwaitingApproval => "awaitingApproval",
        TransferStatus.Ready => "ready",
        TransferStatus.Signed => "signed",
        TransferStatus.Submitted => "submitted",
        TransferStatus.Confirmed => "confirmed",
        TransferStatus.Finalized => "finalized",
        TransferStatus.Rejected => "rejected",
        TransferStatus.Failed => "failed",
        TransferStatus.Expired => "expired",
        TransferStatus.Cancelled => "cancelled",
    };
}
