using WalletService.Benchmarks.Servers;

namespace WalletService.Benchmarks.Tests.Servers;

public sealed class PrometheusTextTests
{
    private const string Text = """
        # TYPE wallet_calls_total counter
        wallet_calls_total{operation="find"} 3
        wallet_calls_total{operation="save all",outcome="ok"} 4
        wallet_calls_total{outcome="late",operation="save all"} 2
        wallet_calls_total_of_another 5
        wallet_moves_total 6
        """;

    [Fact]
    public void A_counter_is_told_by_a_label_and_summed_over_the_others()
    {
        var sums = PrometheusText.SumBy(Text, "wallet_calls_total", "operation");

        Assert.Equal(new Dictionary<string, long> { ["find"] = 3, ["save all"] = 6 }, sums);
    }

    [Fact]
    public void A_counter_that_is_missing_has_counted_nothing() =>
        Assert.Empty(PrometheusText.SumBy(Text, "wallet_missing_total", "operation"));
}
