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
    private readonly TimedCache<(Address Source, Address Recipient), ulong> prices = new(TimeSpan.FromSeconds(5), 10_000, time);

    /// <returns>Micro-lamports per compute unit.</returns>
    public Task<ulong> GetAsync(Address source, Address recipient, CancellationToken cancellationToken) =>
        prices.GetAsync((source, recipient), ReadAsync, cancellationToken);

    private async Task<ulong> ReadAsync((Address Source, Address Recipient) accounts)
    {
        var fees = await nodes.ReadAsync(
            "getRecentPrioritizationFees",
            (client, token) => client.GetRecentPrioritizationFeesAsync([accounts.Source, accounts.Recipient], token),
            CancellationToken.None);
        var settings = options.Value;
        var offered = Percentile([.. fees.Select(fee => fee.MicroLamports).Order()], settings.PriorityFeePercentile);
        return Math.Clamp(offered, (ulong)settings.PriorityFeeFloor, (ulong)settings.PriorityFeeCap);
    }

    /// <summary>By nearest rank; zero when there is nothing to go by.</summary>
    private static ulong Percentile(List<ulong> ascending, int percentile) => ascending.Count == 0
        ? 0
        : ascending[(((ascending.Count * percentile) + 99) / 100) - 1];
}
