using WalletService.Benchmarks.Measurement;

namespace WalletService.Benchmarks.Tests.Measurement;

public sealed class CallRatesTests
{
    [Fact]
    public void What_an_idle_service_calls_is_taken_off_and_never_more_than_there_is()
    {
        var earlier = new CallCounts(Kms: 10, Methods(("getSlot", 100)), Methods(("changes", 0)), Statements: 1_000, Redis: 0);
        var later = new CallCounts(Kms: 10, Methods(("getSlot", 140), ("sendTransaction", 200)), Methods(("changes", 400)), Statements: 1_600, Redis: 200);
        var idle = new CallRates(Kms: 0, Rates(("getSlot", 5)), Rates(("changes", 10)), Statements: 10, Redis: 0);

        var perRequest = later.Since(earlier, 200).Without(idle, secondsPerRequest: 0.1);

        Assert.Equal((0, 1, 2, 1), (perRequest.Kms, perRequest.RoundTrips, perRequest.Statements, perRequest.Redis));
        Assert.Equal(Rates(("getSlot", 0), ("sendTransaction", 1)), perRequest.RpcByMethod);
    }

    [Fact]
    public void What_is_asked_for_a_price_is_left_out_of_one_sum()
    {
        var rates = new CallRates(
            Kms: 1,
            Rates(("sendTransaction", 1), ("getSignatureStatuses", 0.1), ("getRecentPrioritizationFees", 2), ("simulateTransaction", 1)),
            Rates(("changes", 4)),
            Statements: 9,
            Redis: 0);

        Assert.Equal(4.1, rates.Rpc, precision: 6);
        Assert.Equal(1.1, rates.RpcWithoutFeeLookUps, precision: 6);
    }

    private static Dictionary<string, long> Methods(params (string Name, long Count)[] methods) =>
        methods.ToDictionary(method => method.Name, method => method.Count, StringComparer.Ordinal);

    private static Dictionary<string, double> Rates(params (string Name, double Rate)[] methods) =>
        methods.ToDictionary(method => method.Name, method => method.Rate, StringComparer.Ordinal);
}
