using WalletService.Domain.Auditing;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Postgres.Transactions.Changes;

/// <summary>Records the signature that the vault made over a caller's transaction.</summary>
internal sealed class RecordSignature(SigningRequest request, TransactionSignature signature)
    : RecordChange<bool>("sign.complete", request.WalletId)
{
    protected override bool MakeAsResult(LockedRecords records)
    {
        records.Record(records.GetWallet(request.WalletId), AuditDrafts.SignCompleted(request, signature), []);
        return true;
    }
}
