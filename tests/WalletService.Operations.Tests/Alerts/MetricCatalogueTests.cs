namespace WalletService.Operations.Tests.Alerts;

public sealed class MetricCatalogueTests
{
    private static readonly MetricCatalogue Metrics = MetricCatalogue.Parse("""
        | metric | type | labels | meaning |
        |---|---|---|---|
        | `wallet_a_total` | counter | `route`; `outcome`: `OK` or another | a |
        | `wallet_b_seconds` | histogram | | b |
        """);

    [Theory]
    [InlineData("sum by (route) (rate(wallet_a_total{job=\"x\",outcome!=\"OK\"}[5m])) > 1")]
    [InlineData("wallet_b_seconds_bucket{le=\"1\"} / wallet_b_seconds_count")]
    [InlineData("wallet:recorded:share + up{job=\"x\"}")]
    public void What_is_documented_is_known(string expression) => Assert.Empty(Metrics.Unknown(expression));

    [Theory]
    [InlineData("wallet_c_total", "wallet_c_total is not documented")]
    [InlineData("wallet_b_seconds", "wallet_b_seconds is not documented")]
    [InlineData("wallet_a_total{state=~\"x\"}", "wallet_a_total has no label state")]
    public void What_is_not_documented_is_reported(string expression, string remark) =>
        Assert.Equal([remark], Metrics.Unknown(expression));
}
