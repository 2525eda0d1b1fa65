using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Embedded.Storage;

namespace WalletService.Embedded.Transactions;

internal sealed class EmbeddedReservations(EmbeddedDatabase database) : IReservations
{
    public Task<Lamports> GetReservedAsync(WalletId walletId, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            return Task.FromResult(Sum(database, walletId, TransferProgress.HeldFunds, except: null));
        }
    }

    /// <summary>Called under the gate.</summary>
    internal static Lamports Sum(
        EmbeddedDatabase database, WalletId walletId, Func<Transfer, Lamports> held, TransactionId? except) => database.Transfers.Values
        .Where(stored => stored.Transfer.WalletId == walletId && stored.Transfer.Id != except)
        .Aggregate(Lamports.Zero, (sum, stored) => sum + held(stored.Transfer));
}
