using WalletService.Domain.Auditing;
using WalletService.Domain.Freezes;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Postgres.Transactions.Changes;

/// <summary>Records the signature that the vault made over a caller's transaction, and whether the caller gets it.</summary>
internal sealed class RecordSignature(SigningRequest request, TransactionSignature signature)
    : RecordChange<SigningVerdict>("sign.complete", request.WalletId)
{
    public override IReadOnlyList<FreezeTarget> Concerned { get; } = SigningGate.TargetsOf(request);

    protected override SigningVerdict MakeAsResult(LockedRecords records)
    {
        var wallet = records.GetWallet(request.WalletId);
        var refusal = records.FindRefusal(wallet, Concerned);
        if (refusal is null)
        {
            records.Give(request.WalletId, signature);
        }

        records.Record(
            wallet, refusal is null ? AuditDrafts.SignCompleted(request, signature) : AuditDrafts.SignWithheld(request, refusal), []);
        return refusal is null ? new SigningVerdict.Granted() : new SigningVerdict.Refused(refusal);
    }
}
