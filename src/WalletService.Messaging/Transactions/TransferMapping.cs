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
        Token = transfer.ToTokenPayment(),
        FeeLamports = (transfer.Execution?.Fee ?? transfer.Quote?.Fee)?.ToString(),
        Slot = transfer.Execution?.Slot,
        Confirmation = ConfirmationOf(transfer.Status),
        BlockTime = transfer.Execution?.BlockTime,
        Balances = ToBalances(transfer.Execution),
        Times = transfer.Times.ToStepTimes(),
        Error = transfer.Error?.ToDetails(),
    };

    public static TransferStepTimes ToStepTimes(this TransferTimes times) => new()
    {
        ReceivedAt = times.ReceivedAt,
        ReadyAt = times.ReadyAt,
        SignedAt = times.SignedAt,
        SubmittedAt = times.SubmittedAt,
        ConfirmedAt = times.ConfirmedAt,
        EndedAt = times.EndedAt,
    };

    /// <summary>Null until the source's balances are known; the recipient's are missing where the service knows no recipient.</summary>
    public static TransferBalances? ToBalances(TransferExecution? execution) => execution switch
    {
        { SourceBefore: { } sourceBefore, SourceAfter: { } sourceAfter } => new()
        {
            SourceBefore = sourceBefore.ToString(),
            SourceAfter = sourceAfter.ToString(),
            RecipientBefore = execution.RecipientBefore?.ToString(),
            RecipientAfter = execution.RecipientAfter?.ToString(),
        },
        _ => null,
    };

    /// <summary>Null for what may still be undone or was not executed as asked.</summary>
    public static string? ConfirmationOf(TransferStatus status) =>
        status is TransferStatus.Confirmed or TransferStatus.Finalized ? NameOf(status) : null;

    public static string NameOf(TransferStatus status) => status switch
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
