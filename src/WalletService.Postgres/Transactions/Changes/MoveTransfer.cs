using WalletService.Domain.Auditing;
using WalletService.Domain.Events;
using WalletService.Domain.Freezes;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;

namespace WalletService.Postgres.Transactions.Changes;

/// <summary>Applies one move of the state machine with all that belongs to it.</summary>
internal sealed class MoveTransfer(Transfer seen, TransferChange change)
    : RecordChange<Transfer?>($"transfer.apply_{change.To.ToString().ToLowerInvariant()}", seen.WalletId)
{
    public override TransactionId TransferId => seen.Id;

    public override TransactionSignature? Signature => change.To == TransferStatus.Signed ? change.Attempt?.Signature : null;

    public override IReadOnlyList<FreezeTarget> Concerned { get; } =
        change.To == TransferStatus.Signed ? SigningGate.TargetsOf(seen) : [];

    protected override Transfer? MakeAsResult(LockedRecords records)
    {
        if (records.FindUnchanged(seen) is not { } transfer)
        {
            return null;
        }

        var wallet = records.GetWallet(seen.WalletId);
        var refusal = change.To == TransferStatus.Signed ? records.FindRefusal(wallet, Concerned) : null;
        var moved = transfer.After(refusal is null ? change : transfer.Withheld(change, refusal));
        var audit = change.Approval is { } approval
            ? AuditDrafts.TransferApproved(moved, approval)
            : AuditDrafts.TransferMoved(moved, change.Caller);
        var events = TransferEvents.Of(moved);
        if (moved.Status == TransferStatus.Signed)
        {
            records.StoreAttempt(moved);
        }

        records.Move(wallet, moved);
        records.Record(wallet, audit, events, change.Execution?.Slot ?? 0);
        return moved;
    }
}
