using WalletService.Benchmarks.Load;
using WalletService.TestKit.Servers;

namespace WalletService.Benchmarks.Workloads;

/// <summary>Creates wallets through the service and gives them SOL on the local network.</summary>
internal static class WalletPreparation
{
    private const int ReadingWallets = 32;
    private const int PayingWallets = 500;
    private const ulong LamportsEach = 100_000_000_000;

    public static async Task<BenchmarkWallets> CreateAsync(LoadGenerator load, LocalnetProcess localnet)
    {
        var creation = new CreateWalletWorkload();
        await using var run = await load.StartAsync(creation, ReadingWallets + PayingWallets);
        var outcome = await run.CompleteAsync();
        if (outcome.Errors > 0)
        {
            throw new InvalidOperationException($"{outcome.Errors} wallets were not created, the first because: {outcome.FirstError}");
        }

        foreach (var wallet in creation.Created)
        {
            await localnet.ControlAsync("account", new { pubkey = wallet.Address, lamports = LamportsEach });
        }

        return new BenchmarkWallets([.. creation.Created.Take(ReadingWallets)], [.. creation.Created.Skip(ReadingWallets)]);
    }
}
