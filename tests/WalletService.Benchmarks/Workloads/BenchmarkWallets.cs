namespace WalletService.Benchmarks.Workloads;

/// <summary>The wallets of a run.</summary>
/// <param name="Reading">Only read, so that no transfer takes their balances out of the cache.</param>
/// <param name="Paying">Pay each other and sign.</param>
internal sealed record BenchmarkWallets(IReadOnlyList<BenchmarkWallet> Reading, IReadOnlyList<BenchmarkWallet> Paying);
