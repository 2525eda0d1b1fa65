using WalletService.Benchmarks.Measurement;

namespace WalletService.Benchmarks.Tests.Measurement;

public sealed class CallRatesTests
{
    [Fact]
    public void What_an_idle_service_calls_is_taken_off_and_never_more_than_there_is()
    {
        var earlier = new CallCounts(Kms: 10, Rpc: 100, Sql: 1_000, Redis: 0);
        var later = new CallCounts(Kms: 10, Rpc: 140, Sql: 1_600, Redis: 200);
        var idle = new CallRates(Kms: 0, Rpc: 5, Sql: 10, Redis: 0);

        var perRequest = later.Since(earlier, 200).Without(idle, secondsPerRequest: 0.1);

        Assert.Equal(new CallRates(Kms: 0, Rpc: 0, Sql: 2, Redis: 1), perRequest);
    }
}
