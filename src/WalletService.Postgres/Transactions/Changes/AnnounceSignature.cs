using WalletService.Domain.Auditing;
using WalletService.Domain.Freezes;
using WalletService.Domain.Policies;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Postgres.Policies;

namespace WalletService.Postgres.Transactions.Changes;

/// <summary>Records that the vault is about to be asked for a transfer's signature, unless it is frozen or a policy refuses it.</summary>
internal sealed class AnnounceSignature(Transfer seen, SigningIntent intent)
    : RecordChange<SigningVerdict>("transfer.begin_signing", seen.WalletId)
{
    public override TransactionId TransferId => seen.Id;

    public override IReadOnlyList<FreezeTarget> Concerned { get; } = SigningGate.TargetsOf(seen);

    public override JudgedWallet Judged { get; } = JudgedWallet.Of(seen, PolicyGate.SettledPinOf(seen));

    protected override SigningVerdict MakeAsResult(LockedRecords records)
    {
        if (records.FindUnchanged(seen) is not { Status: TransferStatus.Ready } transfer)
        {
            return new SigningVerdict.TooLate();
        }

        var wallet = records.GetWallet(seen.WalletId);
        var policy = records.PolicyOf(Judged);
        if ((records.FindRefusal(wallet, Concerned) ?? PolicyGate.FindRefusal(transfer, policy, records.Now)) is { } refusal)
        {
            return new SigningVerdict.Refused(refusal);
        }

        if (PolicyGate.SettledPinOf(transfer) is null)
        {
            // It leaves now, and not when it was decided on.
            records.Spend(Judged, PolicySubjects.MovementsOf(transfer));
        }

        records.Announce(transfer, intent);
        records.Record(wallet, AuditDrafts.KeySigning(transfer, intent, policy), []);
        return new SigningVerdict.Granted();
    }
}
