using WalletService.Domain.Errors;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Domain.Transactions;

/// <summary>Tells what a caller's transaction would do, without signing or sending anything.</summary>
public sealed class SimulateTransactionService(
    IWalletStore wallets, ICallerTransactions transactions, ITransactionInspector inspector)
{
    public async Task<Result<TransactionSimulation>> SimulateAsync(
        UserId userId, WalletId walletId, ReadOnlyMemory<byte> wireTransaction, CancellationToken cancellationToken)
    {
        if (!inspector.TryInspect(wireTransaction, out _, out var reason))
        {
            return WalletErrors.ValidationFailed("transaction", reason);
        }

        return await wallets.FindAsync(userId, walletId, cancellationToken) is { } wallet
            ? await transactions.SimulateAsync(wireTransaction, wallet.Address, minimumSlot: 0, cancellationToken)
            : WalletErrors.WalletNotFound();
    }
}
