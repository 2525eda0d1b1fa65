using System.Text.Json;
using WalletService.Domain.Errors;
using WalletService.Domain.Policies;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Domain.Transactions;

/// <summary>
/// Takes the word of an approver whom a policy names: yes once each, or no, which ends the transfer. An approver is a calling service,
/// known by its proven name, and never the one that asked for the transfer.
/// </summary>
public sealed class ApproveTransferService(ITransferStore transfers, TransferMoves moves, TimeProvider time)
{
    /// <summary>How often others may change the transfer meanwhile before the approver is asked to come again.</summary>
    private const int MaximumTries = 10;

    /// <summary>The transfer afterwards; unchanged when the approver has approved it before.</summary>
    public Task<Result<Transfer>> ApproveAsync(CallerId approver, UserId userId, TransactionId id, CancellationToken cancellationToken) =>
        DecideAsync(
            userId,
            id,
            transfer => transfer.Policy?.Approvals.Any(approval => approval.Approver == approver) == true && IsNamed(transfer, approver),
            transfer => Check(transfer, approver),
            at => new TransferChange { To = TransferStatus.Ready, At = at, Caller = approver, Approval = new Approval(approver, at) },
            cancellationToken);

    /// <summary>The refused transfer; the same again when this approver has refused it before.</summary>
    public Task<Result<Transfer>> RejectAsync(CallerId approver, UserId userId, TransactionId id, CancellationToken cancellationToken) =>
        DecideAsync(
            userId,
            id,
            transfer => transfer.Status == TransferStatus.Rejected && transfer.Error?.Details.GetValueOrDefault("approver") == approver.Value,
            transfer => Check(transfer, approver),
            at => new TransferChange
            {
                To = TransferStatus.Rejected,
                At = at,
                Caller = approver,
                Error = PolicyErrors.ApprovalRefused(approver.Value),
            },
            cancellationToken);

    private async Task<Result<Transfer>> DecideAsync(
        UserId userId,
        TransactionId id,
        Func<Transfer, bool> isDone,
        Func<Transfer, WalletError?> check,
        Func<DateTimeOffset, TransferChange> change,
        CancellationToken cancellationToken)
    {
        for (var turn = 0; turn < MaximumTries; turn++)
        {
            if (await transfers.FindAsync(userId, id, cancellationToken) is not { } transfer)
            {
                return WalletErrors.TransactionNotFound();
            }

            if (isDone(transfer))
            {
                return transfer;
            }

            if (check(transfer) is { } refusal)
            {
                return refusal;
            }

            if (await transfers.ApplyAsync(transfer, change(time.GetUtcNow()), cancellationToken) is { } changed)
            {
                moves.Adopt(new HeldTransfer(transfer), changed);
                return changed;
            }
        }

        throw new PortUnavailableException("store", "The transaction changes faster than it can be approved.");
    }

    private WalletError? Check(Transfer transfer, CallerId approver)
    {
        if (!IsNamed(transfer, approver))
        {
            return PolicyErrors.NotAnApprover();
        }

        if (transfer.Status != TransferStatus.AwaitingApproval)
        {
            return PolicyErrors.NotAwaitingApproval(JsonNamingPolicy.CamelCase.ConvertName(transfer.Status.ToString()));
        }

        return time.GetUtcNow() >= transfer.Policy!.ApprovalsUntil ? PolicyErrors.ApprovalExpired() : null;
    }

    private static bool IsNamed(Transfer transfer, CallerId approver) =>
        approver.IsIdentified && approver != transfer.Caller
        && transfer.Policy?.Demands.Any(demand => demand.Approvers.Contains(approver)) == true;
}
