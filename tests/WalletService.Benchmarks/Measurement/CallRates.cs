namespace WalletService.Benchmarks.Measurement;

/// <summary>Calls per request, or per second.</summary>
/// <param name="RpcByMethod">Requests to the Solana node, by method.</param>
/// <param name="RoundTripsByOperation">Questions to the database, by the operation that asks.</param>
internal sealed record CallRates(
    double Kms,
    IReadOnlyDictionary<string, double> RpcByMethod,
    IReadOnlyDictionary<string, double> RoundTripsByOperation,
    double Statements,
    double Redis)
{
    /// <summary>What is asked to price a transaction: what others pay, what its signatures cost, how much it computes and loads.</summary>
    private static readonly string[] FeeLookUps = ["getRecentPrioritizationFees", "getFeeForMessage", "simulateTransaction"];

    public double Rpc => RpcByMethod.Values.Sum();

    public double RoundTrips => RoundTripsByOperation.Values.Sum();

    public double RpcWithoutFeeLookUps => RpcByMethod.Where(method => !FeeLookUps.Contains(method.Key)).Sum(method => method.Value);

    /// <summary>Calls per request without those that happen anyway; never below 0.</summary>
    /// <param name="idle">Calls per second while there are no requests.</param>
    /// <param name="secondsPerRequest">Time that went by for each request.</param>
    public CallRates Without(CallRates idle, double secondsPerRequest)
    {
        return new CallRates(
            Rest(Kms, idle.Kms),
            RestOfEach(RpcByMethod, idle.RpcByMethod),
            RestOfEach(RoundTripsByOperation, idle.RoundTripsByOperation),
            Rest(Statements, idle.Statements),
            Rest(Redis, idle.Redis));

        Dictionary<string, double> RestOfEach(IReadOnlyDictionary<string, double> all, IReadOnlyDictionary<string, double> idlePerSecond) =>
            all.ToDictionary(called => called.Key, called => Rest(called.Value, idlePerSecond.GetValueOrDefault(called.Key)), StringComparer.Ordinal);

        double Rest(double all, double idlePerSecond) => Math.Max(0, all - (idlePerSecond * secondsPerRequest));
    }
}
