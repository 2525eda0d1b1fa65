using WalletService.Domain.Auditing;
using WalletService.Domain.Freezes;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Postgres.Records;

namespace WalletService.Postgres.Transactions.Changes;

/// <summary>Takes the idempotency key and the transfer, or finds what the key was used for.</summary>
internal sealed class AddTransfer(Transfer transfer, string owner, TimeSpan lease)
    : RecordChange<TransferAdmission>("transfer.add", transfer.WalletId)
{
    public override RequestKey Key { get; } = RequestKey.Of(transfer.UserId, transfer.IdempotencyKey);

    /// <summary>A part of a batch is taken, so that the batch goes on, and refused with a record when it is decided on.</summary>
    public override IReadOnlyList<FreezeTarget> Concerned { get; } =
        transfer.Content.BatchPlace is null ? SigningGate.TargetsOf(transfer) : [];

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
        if (transfer.Content.BatchPlace is null && records.FindRefusal(wallet, Concerned) is { } refusal)
        {
            return new TransferAdmission.Refused(refusal);
        }

        var added = transfer.IsSweep ? transfer : transfer with { KeyNumber = wallet.Row.KeyNumber };
        records.TakeKey(Key, transfer.Caller, RequestRow.Transfer, transfer.Fingerprint, transfer.Id.Value);
        records.Add(added, owner, records.Now + lease);
        records.Record(wallet, AuditDrafts.TransferReceived(transfer), []);
        return new TransferAdmission.Added(added);
    }
}
