using System.Globalization;
using WalletService.Domain.Batches;
using WalletService.Domain.Deposits;
using WalletService.Domain.Errors;
using WalletService.Domain.Events;
using WalletService.Domain.Management;
using WalletService.Domain.Policies;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;

namespace WalletService.Domain.Auditing;

/// <summary>What is written into the audit log for each change.</summary>
public static class AuditDrafts
{
    /// <summary>Without the label: what is append-only keeps no names that people have given.</summary>
    public static AuditDraft WalletCreated(Wallet wallet, CallerId caller) => Of(
        AuditActions.WalletCreated,
        null,
        CallerDetail(caller),
        ("address", wallet.Address.Value),
        ("keyVersion", wallet.Key.KeyVersionName),
        ("protectionLevel", wallet.Key.ProtectionLevel),
        ("active", wallet.IsActive ? "true" : "false"));

    public static AuditDraft WalletActivated(CallerId caller) => Of(AuditActions.WalletActivated, null, CallerDetail(caller));

    public static AuditDraft TransferReceived(Transfer transfer) => Of(
        AuditActions.TransferReceived,
        transfer.Id,
        CallerDetail(transfer.Caller),
        ("kind", TransferEvents.KindOf(transfer)),
        ("recipient", transfer.Content.Recipient?.Value),
        ("lamports", transfer.Content is TransferContent.SolPayment payment ? payment.Requested?.ToString() ?? "max" : null),
        ("mint", transfer.Content.PaidMint?.Value),
        ("tokens", transfer.Content is TransferContent.TokenPayment tokens ? tokens.Requested?.ToString() ?? "max" : null),
        ("closedAccount", (transfer.Content as TransferContent.AccountClosing)?.Account.Value),
        ("batch", transfer.Content.BatchPlace?.Batch.ToString()),
        ("part", transfer.Content.BatchPlace?.Part.ToString(CultureInfo.InvariantCulture)),
        ("fingerprint", transfer.Fingerprint.Value));

    public static AuditDraft BatchReceived(Batch batch) => Of(
        AuditActions.BatchReceived,
        null,
        CallerDetail(batch.Caller),
        ("batch", batch.Id.ToString()),
        ("mint", batch.Mint?.Value),
        ("rows", batch.RowCount.ToString(CultureInfo.InvariantCulture)),
        ("fingerprint", batch.Fingerprint.Value));

    /// <summary>The entry for a batch that has moved to its present status, which is not Received.</summary>
    public static AuditDraft BatchMoved(Batch batch) => Of(
        batch.Status switch
        {
            BatchStatus.Received => AuditActions.BatchReceived,
            BatchStatus.Planned => AuditActions.BatchPlanned,
            BatchStatus.Running => AuditActions.BatchStarted,
            BatchStatus.Ended => AuditActions.BatchEnded,
        },
        null,
        ("batch", batch.Id.ToString()),
        ("rejectedRows", batch.Progress.RejectedRows.ToString(CultureInfo.InvariantCulture)),
        ("parts", batch.Progress.Parts.ToString(CultureInfo.InvariantCulture)),
        ("paidRows", batch.Progress.PaidRows.ToString(CultureInfo.InvariantCulture)),
        ("unpaidRows", batch.Progress.UnpaidRows.ToString(CultureInfo.InvariantCulture)));

    public static AuditDraft TransferDecided(Transfer decided, WalletPosition position) => Of(
        AuditActions.TransferDecided,
        decided.Id,
        ("decision", decided.Status switch
        {
            TransferStatus.AwaitingApproval => "await approval",
            TransferStatus.Ready => decided.Attempt is null ? "accept" : "sign again",
            _ => "refuse",
        }),
        ("policy", PinOf(position.Policy)),
        ("rule", decided.Error?.Details.GetValueOrDefault("rule")),
        ("deadSignature", decided.Attempt?.Signature.Value),
        ("reservedByOthers", position.Reserved.ToString()),
        ("lamports", decided.Lamports?.ToString()),
        ("fee", decided.Quote?.Fee.ToString()),
        ("mint", decided.Token?.Mint.Value),
        ("tokenAmount", decided.Token?.Total.ToString(CultureInfo.InvariantCulture)),
        ("tokensReservedByOthers", decided.Token is null ? null : position.Tokens.Reserved.ToString(CultureInfo.InvariantCulture)),
        ("code", decided.Error?.Code),
        ("message", decided.Error?.Message));

    /// <param name="transfer">That which is signed for.</param>
    /// <param name="intent">What is signed.</param>
    /// <param name="policy">The policies that allow it.</param>
    public static AuditDraft KeySigning(Transfer transfer, SigningIntent intent, PolicyPosition policy) => Of(
        AuditActions.KeySigning,
        transfer.Id,
        CallerDetail(transfer.Caller),
        ("attempt", intent.AttemptNumber.ToString(CultureInfo.InvariantCulture)),
        ("messageHash", intent.MessageHash),
        ("keyVersion", intent.KeyVersionName),
        ("policy", PinOf(policy)),
        ("approvers", transfer.Policy is { Approvals: { Count: > 0 } approvals }
            ? string.Join(' ', approvals.Select(approval => approval.Approver.Value))
            : null));

    /// <summary>An approver has said yes.</summary>
    public static AuditDraft TransferApproved(Transfer transfer, Approval approval) => Of(
        AuditActions.TransferApproved,
        transfer.Id,
        ("approver", approval.Approver.Value),
        ("approvals", transfer.Policy!.Approvals.Count.ToString(CultureInfo.InvariantCulture)),
        ("approved", transfer.Status == TransferStatus.Ready ? "true" : "false"));

    /// <summary>An administrator has set a policy.</summary>
    /// <param name="replaced">The hash of the policy before; null when it is the first of its scope.</param>
    public static AuditDraft PolicySet(StoredPolicy set, string? replaced) => Of(
        AuditActions.PolicySet,
        null,
        ("scope", set.Policy.Scope.KindName),
        ("subject", set.Policy.Scope.Subject.Length == 0 ? null : set.Policy.Scope.Subject),
        ("version", set.Policy.Version.ToString(CultureInfo.InvariantCulture)),
        ("hash", set.Policy.Hash),
        ("replaced", replaced),
        ("caller", set.SetBy.Value));

    /// <summary>The entry for a transfer that has moved to its present status, which is not Received or one that is decided.</summary>
    /// <param name="transfer">As it is after the move.</param>
    /// <param name="askedBy">Who asked for the move; null for one that the service makes by itself.</param>
    public static AuditDraft TransferMoved(Transfer transfer, CallerId? askedBy) => Of(
        MovedTo(transfer.Status),
        transfer.Id,
        CallerDetail(askedBy),
        ("signature", transfer.Attempt?.Signature.Value),
        ("slot", transfer.Execution?.Slot.ToString(CultureInfo.InvariantCulture)),
        ("fee", transfer.Execution?.Fee?.ToString()),
        ("code", transfer.Error?.Code),
        ("chainError", transfer.Execution?.ChainError));

    /// <param name="policy">The policies that allow it.</param>
    public static AuditDraft SignRequested(SigningRequest request, PolicyPosition policy) => Of(
        AuditActions.SignRequested,
        null,
        CallerDetail(request.Caller),
        ("requestId", request.IdempotencyKey.Value),
        ("messageHash", request.MessageHash),
        ("keyVersion", request.KeyVersionName),
        ("policy", PinOf(policy)));

    public static AuditDraft SignCompleted(SigningRequest request, TransactionSignature signature) => Of(
        AuditActions.SignCompleted,
        null,
        CallerDetail(request.Caller),
        ("requestId", request.IdempotencyKey.Value),
        ("messageHash", request.MessageHash),
        ("signature", signature.Value));

    public static AuditDraft SignWithheld(SigningRequest request, WalletError refusal) => Of(
        AuditActions.SignWithheld,
        null,
        ("requestId", request.IdempotencyKey.Value),
        ("messageHash", request.MessageHash),
        ("code", refusal.Code));

    public static AuditDraft DepositNoted(Deposit deposit) => Of(
        deposit.Status switch
        {
            DepositStatus.Detected => AuditActions.DepositDetected,
            DepositStatus.Received => AuditActions.DepositReceived,
            DepositStatus.Dropped => AuditActions.DepositDropped,
        },
        null,
        ("depositId", deposit.Id.ToString("D")),
        ("account", deposit.Account.Value),
        ("mint", deposit.Mint?.Value),
        ("amount", deposit.Amount.ToString(CultureInfo.InvariantCulture)),
        ("signature", deposit.Signature.Value),
        ("slot", deposit.Slot.ToString(CultureInfo.InvariantCulture)));

    public static AuditDraft Spent(LedgerEntry entry) => Booked(AuditActions.BalanceSpent, entry);

    public static AuditDraft Unexplained(LedgerEntry entry) => Booked(AuditActions.BalanceUnexplained, entry);

    private static AuditDraft Booked(string action, LedgerEntry entry) => Of(
        action,
        entry.TransactionId,
        ("account", entry.Account.Account.Value),
        ("mint", entry.Account.Mint?.Value),
        ("amount", entry.Amount.ToString(CultureInfo.InvariantCulture)),
        ("signature", entry.Signature?.Value),
        ("slot", entry.Slot.ToString(CultureInfo.InvariantCulture)));

    public static AuditDraft Difference(BookDifference difference) => Of(
        AuditActions.ReconciliationDifference,
        null,
        ("account", difference.Account.Account.Value),
        ("mint", difference.Account.Mint?.Value),
        ("booked", difference.Booked.ToString(CultureInfo.InvariantCulture)),
        ("onChain", difference.OnChain.ToString(CultureInfo.InvariantCulture)),
        ("slot", difference.Slot.ToString(CultureInfo.InvariantCulture)));

    /// <summary>In the chain of the service.</summary>
    public static AuditDraft Violation(string what, string detail, string? subject) => Of(
        AuditActions.SecurityViolation, null, ("what", what), ("detail", detail), ("subject", subject));

    private static string MovedTo(TransferStatus status) => status switch
    {
        TransferStatus.Received => AuditActions.TransferReceived,
        TransferStatus.AwaitingApproval or TransferStatus.Ready => AuditActions.TransferDecided,
        TransferStatus.Signed => AuditActions.TransferSigned,
        TransferStatus.Submitted => AuditActions.TransferSubmitted,
        TransferStatus.Confirmed => AuditActions.TransferConfirmed,
        TransferStatus.Finalized => AuditActions.TransferFinalized,
        TransferStatus.Rejected => AuditActions.TransferRejected,
        TransferStatus.Failed => AuditActions.TransferFailed,
        TransferStatus.Expired => AuditActions.TransferExpired,
        TransferStatus.Cancelled => AuditActions.TransferCancelled,
    };

    /// <summary>Left out where nobody has proven who asked.</summary>
    internal static (string Name, string? Value) CallerDetail(CallerId? caller) => ("caller", caller is { IsIdentified: true } ? caller.Value : null);

    private static string? PinOf(PolicyPosition policy) => policy.Policies.Count == 0 ? null : policy.Pin;

    internal static AuditDraft Of(string action, TransactionId? transactionId, params ReadOnlySpan<(string Name, string? Value)> details)
    {
        var present = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in details)
        {
            if (value is not null)
            {
                present.Add(name, value);
            }
        }

        return new AuditDraft(action, transactionId, present);
    }
}
