using WalletService.Domain.Auditing;
using WalletService.Domain.Events;
using WalletService.Domain.Freezes;
using WalletService.Domain.Policies;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Postgres.Policies;

namespace WalletService.Postgres.Transactions.Changes;

/// <summary>Decides on a transfer, knowing what the wallet's other transfers hold back.</summary>
internal sealed class DecideTransfer(Transfer seen, Func<WalletPosition, TransferDecision> decide)
    : RecordChange<Transfer?>("transfer.decide", seen.WalletId)
{
    public override TransactionId TransferId => seen.Id;

    public override IReadOnlyList<FreezeTarget> Concerned { get; } = SigningGate.TargetsOf(seen);

    public override JudgedWallet Judged { get; } = JudgedWallet.Of(seen, pin: null);

    protected override Transfer? MakeAsResult(LockedRecords records)
    {
        if (records.FindUnchanged(seen) is not { } transfer)
        {
            return null;
        }

        var wallet = records.GetWallet(seen.WalletId);
        var held = wallet.HeldOf(transfer);
        var position = new WalletPosition(
            wallet.Row.WalletStatus, held.GetReservedByOthers(transfer), held.GetInFlightOfOthers(transfer), (ulong)wallet.Row.SettledSlot)
        {
            Tokens = held.GetTokensOfOthers(transfer),
            Frozen = records.FindFrozen(Concerned),
            Policy = records.PolicyOf(Judged),
        };
        var decided = decide(position) switch
        {
            TransferDecision.Accept accept => transfer.Accepted(accept, records.Now),
            TransferDecision.AwaitApproval approval => transfer.Awaiting(approval),
            TransferDecision.SignAgain again => transfer.SignedAgain(again),
            TransferDecision.Refuse refuse => transfer.Refused(refuse.Error, records.Now),
            TransferDecision.ReadAgain or TransferDecision.WaitForOthers => null,
            var other => throw new InvalidOperationException($"Unknown decision {other}."),
        };
        if (decided is null)
        {
            return transfer;
        }

        var audit = AuditDrafts.TransferDecided(decided, position);
        var events = TransferEvents.Of(decided);
        records.Move(wallet, decided);
        if (!decided.Status.IsEnd())
        {
            records.Spend(Judged, PolicySubjects.MovementsOf(decided));
        }

        records.Record(wallet, audit, events);
        return decided;
    }
}
