using WalletService.Benchmarks.Servers;

namespace WalletService.Benchmarks.Tests.Servers;

public sealed class PrometheusTextTests
{
    private const string Text = """
        # TYPE wallet_calls_total counter
        wallet_calls_total{operation="find"} 3
        wallet_calls_total{operation="save all"} 4
        wallet_calls_total_of_another 5
        wallet_moves_total 6
        """;

    [Theory]
    [InlineData("wallet_calls_total", 7)]
    [InlineData("wallet_moves_total", 6)]
    [InlineData("wallet_missing_total", 0)]
    public void A_counter_is_summed_over_its_labels(string name, long sum) => Assert.Equal(sum, PrometheusText.Sum(Text, name));
}
