using WalletService.Domain.Values;
using WalletService.Ledger.Solana.Nodes;

namespace WalletService.Ledger.Solana.Balances;

/// <summary>
/// The rent-exempt minimum by length of an account's data, as the cluster states it (it has changed and will again), remembered
/// for a minute.
/// </summary>
internal sealed class RentMinimums(SolanaNodes nodes, TimeProvider time)
{
    private readonly TimedCache<ulong, ulong> minimums = new(TimeSpan.FromMinutes(1), 1_000, time);

    public async Task<Lamports> GetAsync(ulong dataLength, CancellationToken cancellationToken) =>
        new(await minimums.GetAsync(dataLength, ReadAsync, cancellationToken));

    private Task<ulong> ReadAsync(ulong dataLength) => nodes.ReadAsync(
        "getMinimumBalanceForRentExemption",
        (client, token) => client.GetMinimumBalanceForRentExemptionAsync(dataLength, RpcCommitment.Confirmed, token),
        CancellationToken.None);
}
