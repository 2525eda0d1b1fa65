using WalletService.Domain.Auditing;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Postgres.Records;

namespace WalletService.Postgres.Transactions.Changes;

/// <summary>Records that the vault is about to be asked for a signature over a caller's transaction, unless the wallet may not sign.</summary>
internal sealed class RequestSignature(SigningRequest request) : RecordChange<SigningPermit>("sign.begin", request.WalletId)
{
    public override RequestKey Key { get; } = RequestKey.Of(request.UserId, request.IdempotencyKey);

    protected override SigningPermit MakeAsResult(LockedRecords records)
    {
        var earlier = records.FindRequest(Key);
        if (records.FindTransfer(Key) is not null || (earlier is not null && !earlier.IsSame(RequestRow.Sign, request.Fingerprint)))
        {
            return SigningPermit.Conflict;
        }

        // A wallet that may not sign leaves no trace of the key: the caller may use it again.
        var wallet = records.GetWallet(request.WalletId);
        if (wallet.Row.WalletStatus != WalletStatus.Open)
        {
            return SigningPermit.WalletMayNotSign;
        }

        if (earlier is null)
        {
            records.TakeKey(Key, RequestRow.Sign, request.Fingerprint, request.WalletId.Value);
        }

        records.Record(wallet, AuditDrafts.SignRequested(request), []);
        return SigningPermit.Granted;
    }
}
