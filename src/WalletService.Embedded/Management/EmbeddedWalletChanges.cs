using WalletService.Domain.Batches;
using WalletService.Domain.Errors;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Embedded.Storage;

namespace WalletService.Embedded.Management;

internal sealed class EmbeddedWalletChanges(EmbeddedDatabase database) : IWalletChanges
{
    public Task<Result<Wallet>> ChangeAsync(
        UserId userId, WalletId walletId, Func<WalletState, WalletChange> decide, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            return Task.FromResult(Change(userId, walletId, decide));
        }
    }

    private Result<Wallet> Change(UserId userId, WalletId walletId, Func<WalletState, WalletChange> decide)
    {
        if (database.Wallets.GetValueOrDefault(walletId.Value) is not { Wallet: { } wallet } stored || wallet.UserId != userId)
        {
            return WalletErrors.WalletNotFound();
        }

        var hasOpenWork =
            database.Transfers.Values.Any(item => item.Transfer.WalletId == walletId && !item.Transfer.Status.IsEnd())
            || database.Batches.Values.Any(item => item.Batch.WalletId == walletId && item.Batch.Status != BatchStatus.Ended);
        switch (decide(new WalletState(wallet, hasOpenWork)))
        {
            case WalletChange.None:
                return wallet;
            case WalletChange.Refuse refuse:
                return refuse.Error;
            case WalletChange.To to:
                stored.Wallet = to.After;
                database.Record(stored, to.Audit, to.Event);
                return to.After;
            case var other:
                throw new InvalidOperationException($"Unknown change {other}.");
        }
    }
}
