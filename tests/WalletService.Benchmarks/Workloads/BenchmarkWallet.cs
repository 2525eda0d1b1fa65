namespace WalletService.Benchmarks.Workloads;

/// <summary>A wallet that the benchmark asks about.</summary>
/// <param name="Address">Base58.</param>
internal sealed record BenchmarkWallet(string UserId, string WalletId, string Address);
