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

    public Task<IReadOnlyDictionary<SolanaAddress, ulong>> GetReservedTokensAsync(WalletId walletId, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            return Task.FromResult<IReadOnlyDictionary<SolanaAddress, ulong>>(TransfersOf(database, walletId, except: null)
                .Where(transfer => transfer.HeldTokens() > 0)
                .GroupBy(transfer => transfer.Token!.Mint)
                .ToDictionary(group => group.Key, group => Sum(group, TransferProgress.HeldTokens)));
        }
    }

    /// <summary>What the wallet's other transfers hold back of the token that this one pays. Called under the gate.</summary>
    internal static TokenPosition TokensOfOthers(EmbeddedDatabase database, Transfer transfer)
    {
        if (transfer.Content.PaidMint is not { } mint)
        {
            return TokenPosition.None;
        }

        var others = TransfersOf(database, transfer.WalletId, except: transfer.Id)
            .Where(other => other.Token?.Mint == mint)
            .ToArray();
        return new TokenPosition(Sum(others, TransferProgress.HeldTokens), Sum(others, TransferProgress.InFlightTokens));
    }

    /// <summary>Called under the gate.</summary>
    internal static Lamports Sum(
        EmbeddedDatabase database, WalletId walletId, Func<Transfer, Lamports> held, TransactionId? except) => TransfersOf(database, walletId, except)
        .Aggregate(Lamports.Zero, (sum, transfer) => sum + held(transfer));

    private static ulong Sum(IEnumerable<Transfer> transfers, Func<Transfer, ulong> held) =>
        transfers.Aggregate(0UL, (sum, transfer) => checked(sum + held(transfer)));

    private static IEnumerable<Transfer> TransfersOf(EmbeddedDatabase database, WalletId walletId, TransactionId? except) =>
        database.Transfers.Values
            .Select(stored => stored.Transfer)
            .Where(transfer => transfer.WalletId == walletId && transfer.Id != except);
}
