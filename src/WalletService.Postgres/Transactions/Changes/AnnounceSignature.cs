using WalletService.Domain.Auditing;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;

namespace WalletService.Postgres.Transactions.Changes;

/// <summary>Records that the vault is about to be asked for a transfer's signature, unless the wallet may not sign.</summary>
internal sealed class AnnounceSignature(Transfer seen, SigningIntent intent)
    : RecordChange<bool>("transfer.begin_signing", seen.WalletId)
{
    public override TransactionId TransferId => seen.Id;

    protected override bool MakeAsResult(LockedRecords records)
    {
        if (records.FindUnchanged(seen) is not { Status: TransferStatus.Ready } transfer)
        {
            return false;
        }

        var wallet = records.GetWallet(seen.WalletId);
        if (wallet.Row.WalletStatus != WalletStatus.Open)
        {
            return false;
        }

        records.Announce(transfer, intent);
        records.Record(wallet, AuditDrafts.KeySigning(transfer, intent), []);
        return true;
    }
}
