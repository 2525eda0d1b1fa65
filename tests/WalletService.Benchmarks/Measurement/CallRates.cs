namespace WalletService.Benchmarks.Measurement;

/// <summary>Calls per request, or per second.</summary>
/// <param name="RpcByMethod">Requests to the Solana node, by method.</param>
internal sealed record CallRates(double Kms, IReadOnlyDictionary<string, double> RpcByMethod, double RoundTrips, double Statements, double Redis)
{
    /// <summary>What is asked to price a transaction: what others pay, what its signatures cost, how much it computes and loads.</summary>
    private static readonly string[] FeeLookUps = ["getRecentPrioritizationFees", "getFeeForMessage", "simulateTransaction"];

    public double Rpc => RpcByMethod.Values.Sum();

    public double RpcWithoutFeeLookUps => RpcByMethod.Where(method => !FeeLookUps.Contains(method.Key)).Sum(method => method.Value);

    /// <summary>Calls per request without those that happen anyway; never below 0.</summary>
    /// <param name="idle">Calls per second while there are no requests.</param>
    /// <param name="secondsPerRequest">Time that went by for each request.</param>
    public CallRates Without(CallRates idle, double secondsPerRequest)
    {
        return new CallRates(
            Rest(Kms, idle.Kms),
            RpcByMethod.ToDictionary(
                method => method.Key, method => Rest(method.Value, idle.RpcByMethod.GetValueOrDefault(method.Key)), StringComparer.Ordinal),
            Rest(RoundTrips, idle.RoundTrips),
            Rest(Statements, idle.Statements),
            Rest(Redis, idle.Redis));

        double Rest(double all, double idlePerSecond) => Math.Max(0, all - (idlePerSecond * secondsPerRequest));
    }
}
