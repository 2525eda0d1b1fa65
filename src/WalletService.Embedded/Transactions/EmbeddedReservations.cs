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
            return Task.FromResult(Sum(OfCurrentKey(walletId), TransferProgress.HeldFunds));
        }
    }

    public Task<IReadOnlyDictionary<SolanaAddress, ulong>> GetReservedTokensAsync(WalletId walletId, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            return Task.FromResult<IReadOnlyDictionary<SolanaAddress, ulong>>(OfCurrentKey(walletId)
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

        var others = OthersOf(database, transfer).Where(other => other.Token?.Mint == mint).ToArray();
        return new TokenPosition(Sum(others, TransferProgress.HeldTokens), Sum(others, TransferProgress.InFlightTokens));
    }

    /// <summary>What the wallet's other transfers hold back at the address that this one pays from. Called under the gate.</summary>
    internal static Lamports OfOthers(EmbeddedDatabase database, Transfer transfer, Func<Transfer, Lamports> held) =>
        Sum(OthersOf(database, transfer), held);

    private IEnumerable<Transfer> OfCurrentKey(WalletId walletId) =>
        database.Wallets.GetValueOrDefault(walletId.Value)?.Wallet is { } wallet
            ? TransfersOf(database, walletId, wallet.KeyNumber)
            : [];

    private static IEnumerable<Transfer> OthersOf(EmbeddedDatabase database, Transfer transfer) =>
        TransfersOf(database, transfer.WalletId, transfer.KeyNumber).Where(other => other.Id != transfer.Id);

    private static Lamports Sum(IEnumerable<Transfer> transfers, Func<Transfer, Lamports> held) =>
        transfers.Aggregate(Lamports.Zero, (sum, transfer) => sum + held(transfer));

    private static ulong Sum(IEnumerable<Transfer> transfers, Func<Transfer, ulong> held) =>
        transfers.Aggregate(0UL, (sum, transfer) => checked(sum + held(transfer)));

    private static IEnumerable<Transfer> TransfersOf(EmbeddedDatabase database, WalletId walletId, int keyNumber) =>
        database.Transfers.Values
            .Select(stored => stored.Transfer)
            .Where(transfer => transfer.WalletId == walletId && transfer.KeyNumber == keyNumber);
}
