namespace WalletService.Benchmarks.Measurement;

/// <summary>Calls that the servers beside the service have counted so far.</summary>
/// <param name="Kms">Requests to Cloud KMS.</param>
/// <param name="Rpc">Requests to the Solana node.</param>
/// <param name="Sql">Statements in the service's database, without <c>BEGIN</c> and <c>COMMIT</c>.</param>
/// <param name="Redis">Commands, including those that scripts run.</param>
internal sealed record CallCounts(long Kms, long Rpc, long Sql, long Redis)
{
    /// <summary>Calls since an earlier reading, each divided by <paramref name="count"/>.</summary>
    public CallRates Since(CallCounts earlier, double count) => new(
        (Kms - earlier.Kms) / count, (Rpc - earlier.Rpc) / count, (Sql - earlier.Sql) / count, (Redis - earlier.Redis) / count);
}
