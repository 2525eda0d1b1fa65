namespace WalletService.Benchmarks.Measurement;

/// <summary>Calls that the service has made so far.</summary>
/// <param name="Kms">Requests to Cloud KMS.</param>
/// <param name="Rpc">Requests to the Solana node, by method.</param>
/// <param name="RoundTrips">How often the service asked its database and awaited the answer, by operation, as it counts itself.</param>
/// <param name="Statements">Statements that the database counted, without <c>BEGIN</c> and <c>COMMIT</c>.</param>
/// <param name="Redis">Commands, including those that scripts run.</param>
internal sealed record CallCounts(
    long Kms, IReadOnlyDictionary<string, long> Rpc, IReadOnlyDictionary<string, long> RoundTrips, long Statements, long Redis)
{
    /// <summary>Calls since an earlier reading, each divided by <paramref name="count"/>.</summary>
    public CallRates Since(CallCounts earlier, double count) => new(
        (Kms - earlier.Kms) / count,
        Since(Rpc, earlier.Rpc, count),
        Since(RoundTrips, earlier.RoundTrips, count),
        (Statements - earlier.Statements) / count,
        (Redis - earlier.Redis) / count);

    private static Dictionary<string, double> Since(
        IReadOnlyDictionary<string, long> now, IReadOnlyDictionary<string, long> earlier, double count) => now.ToDictionary(
        called => called.Key, called => (called.Value - earlier.GetValueOrDefault(called.Key)) / count, StringComparer.Ordinal);
}
