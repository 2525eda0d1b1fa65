namespace WalletService.Benchmarks.Measurement;

/// <summary>Calls per request, or per second.</summary>
internal sealed record CallRates(double Kms, double Rpc, double Sql, double Redis)
{
    /// <summary>Calls per request without those that happen anyway; never below 0.</summary>
    /// <param name="idle">Calls per second while there are no requests.</param>
    /// <param name="secondsPerRequest">Time that went by for each request.</param>
    public CallRates Without(CallRates idle, double secondsPerRequest)
    {
        return new CallRates(Rest(Kms, idle.Kms), Rest(Rpc, idle.Rpc), Rest(Sql, idle.Sql), Rest(Redis, idle.Redis));

        double Rest(double all, double idlePerSecond) => Math.Max(0, all - (idlePerSecond * secondsPerRequest));
    }
}
