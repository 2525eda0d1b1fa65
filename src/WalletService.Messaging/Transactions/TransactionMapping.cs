using WalletService.Contracts.Transactions;
using WalletService.Domain.Events;
using WalletService.Domain.Policies;
using WalletService.Domain.Transactions;
using WalletService.Messaging.Wire;

namespace WalletService.Messaging.Transactions;

/// <summary>Transactions as they are read and listed: as they stand, whatever became of them.</summary>
internal static class TransactionMapping
{
    public static TransactionDetails ToDetails(this TransferRecord record) => record.Transfer.ToTransactionDetails() with
    {
        Attempts = [.. record.Attempts.Select(ToAttempt)],
    };

    public static TransactionDetails ToTransactionDetails(this Transfer transfer) => new()
    {
        TransactionId = transfer.Id.ToString(),
        WalletId = transfer.WalletId.ToString(),
        RequestId = transfer.IdempotencyKey.Value,
        Kind = TransferEvents.KindOf(transfer),
        Status = TransferMapping.NameOf(transfer.Status),
        Recipient = transfer.Content.Recipient?.Value,
        BatchId = transfer.Content.BatchPlace?.Batch.ToString(),
        Memo = TokenPaymentMapping.MemoOf(transfer),
        Lamports = transfer.Lamports?.ToString(),
        Token = transfer.ToTokenPayment(),
        FeeLamports = (transfer.Execution?.Fee ?? transfer.Quote?.Fee)?.ToString(),
        Signature = transfer.Attempt?.Signature.Value,
        Slot = transfer.Execution?.Slot,
        Confirmation = TransferMapping.ConfirmationOf(transfer.Status),
        BlockTime = transfer.Execution?.BlockTime,
        Balances = TransferMapping.ToBalances(transfer.Execution),
        SignableUntil = transfer.Deadline,
        Times = transfer.Times.ToStepTimes(),
        Approval = ToApproval(transfer.Policy),
        Error = transfer.Error?.ToDetails(),
    };

    private static TransactionApproval? ToApproval(TransferPolicy? policy) => policy is not { ApprovalsUntil: { } until }
        ? null
        : new TransactionApproval
        {
            Until = until,
            Requirements =
            [
                .. policy.Demands.Select(demand => new ApprovalRequirement
                {
                    Scope = demand.Scope.KindName,
                    Required = demand.Required,
                    Approvers = [.. demand.Approvers.Select(approver => approver.Value)],
                }),
            ],
            Given = [.. policy.Approvals.Select(approval => new GivenApproval { Approver = approval.Approver.Value, At = approval.At })],
        };

    private static TransactionAttempt ToAttempt(TransferAttempt attempt) => new()
    {
        Number = attempt.Number,
        Signature = attempt.Signature.Value,
        Outcome = attempt.Outcome switch
        {
            AttemptOutcome.Live => "live",
            AttemptOutcome.Landed => "landed",
            AttemptOutcome.Dead => "dead",
        },
        Blockhash = attempt.Blockhash,
        LastValidBlockHeight = attempt.LastValidBlockHeight,
        SignedAt = attempt.SignedAt,
    };
}
