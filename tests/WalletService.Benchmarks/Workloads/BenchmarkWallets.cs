namespace WalletService.Benchmarks.Workloads;

/// <summary>The wallets of a run.</summary>
/// <param name="Reading">Only read, so that no transfer takes their balances out of the cache.</param>
/// <param name="Paying">Pay each other and sign.</param>
internal sealed record BenchmarkWallets(IReadOnlyList<BenchmarkWallet> Reading, IReadOnlyList<BenchmarkWallet> Paying)
{
    private const int Few = 128;

    /// <summary>As many of the paying ones as requests are usually under way.</summary>
    public IReadOnlyList<BenchmarkWallet> Some { get; } = [.. Paying.Take(Few)];
}
