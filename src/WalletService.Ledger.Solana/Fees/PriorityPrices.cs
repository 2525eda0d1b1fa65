using Microsoft.Extensions.Options;
using WalletService.Ledger.Solana.Nodes;
using WalletService.Solana;

namespace WalletService.Ledger.Solana.Fees;

/// <summary>
/// What others recently paid to write the same accounts: each recent slot tells the lowest price that got in. A percentile of
/// these, between floor and cap, is offered.
/// </summary>
internal sealed class PriorityPrices(SolanaNodes nodes, IOptions<SolanaOptions> options, TimeProvider time)
{
    private readonly TimedCache<WrittenAccounts, ulong> prices = new(TimeSpan.FromSeconds(5), 10_000, time);

    /// <param name="written">All accounts that the transaction writes.</param>
    /// <param name="cancellationToken">Ends this caller's wait alone.</param>
    /// <returns>Micro-lamports per compute unit.</returns>
    public Task<ulong> GetAsync(IReadOnlyList<Address> written, CancellationToken cancellationToken) =>
        prices.GetAsync(new WrittenAccounts(written), ReadAsync, cancellationToken);

    private async Task<ulong> ReadAsync(WrittenAccounts written)
    {
        var fees = await nodes.ReadAsync(
            "getRecentPrioritizationFees",
            (client, token) => client.GetRecentPrioritizationFeesAsync(written.Addresses, token),
            CancellationToken.None);
        var settings = options.Value;
        var offered = Percentile([.. fees.Select(fee => fee.MicroLamports).Order()], settings.PriorityFeePercentile);
        return Math.Clamp(offered, (ulong)settings.PriorityFeeFloor, (ulong)settings.PriorityFeeCap);
    }

    /// <summary>By nearest rank; zero when there is nothing to go by.</summary>
    private static ulong Percentile(List<ulong> ascending, int percentile) => ascending.Count == 0
        ? 0
        : ascending[(((ascending.Count * percentile) + 99) / 100) - 1];

    /// <summary>Equal when the addresses are, in their order.</summary>
    private sealed record WrittenAccounts(IReadOnlyList<Address> Addresses)
    {
        public bool Equals(WrittenAccounts? other) => other is not null && Addresses.SequenceEqual(other.Addresses);

        public override int GetHashCode() => Addresses.Aggregate(0, HashCode.Combine);
    }
}
