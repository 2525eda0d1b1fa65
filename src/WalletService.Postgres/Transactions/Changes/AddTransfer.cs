using WalletService.Domain.Auditing;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Postgres.Records;

namespace WalletService.Postgres.Transactions.Changes;

/// <summary>Takes the idempotency key and the transfer, or finds what the key was used for.</summary>
internal sealed class AddTransfer(Transfer transfer, string owner, TimeSpan lease)
    : RecordChange<TransferAdmission>("transfer.add", transfer.WalletId)
{
    public override RequestKey Key { get; } = RequestKey.Of(transfer.UserId, transfer.IdempotencyKey);

    protected override TransferAdmission MakeAsResult(LockedRecords records)
    {
        if (records.FindTransfer(Key) is { } earlier)
        {
            return earlier.Fingerprint == transfer.Fingerprint
                ? new TransferAdmission.Existing(earlier)
                : new TransferAdmission.Conflict();
        }

        if (records.FindRequest(Key) is not null)
        {
            return new TransferAdmission.Conflict();
        }

        var wallet = records.GetWallet(transfer.WalletId);
        records.TakeKey(Key, RequestRow.Transfer, transfer.Fingerprint, transfer.Id.Value);
        records.Add(transfer, owner, records.Now + lease);
        records.Record(wallet, AuditDrafts.TransferReceived(transfer), []);
        return new TransferAdmission.Added(transfer);
    }
}
