using WalletService.Benchmarks.Measurement;

namespace WalletService.Benchmarks.Tests.Measurement;

public sealed class StatisticsTests
{
    [Theory]
    [InlineData(0.5, 50)]
    [InlineData(0.99, 99)]
    [InlineData(1, 100)]
    [InlineData(0, 1)]
    public void A_quantile_is_the_least_value_that_enough_values_do_not_exceed(double share, double expected) =>
        Assert.Equal(expected, Statistics.Quantile([.. Enumerable.Range(1, 100).Select(value => (double)value)], share));

    [Theory]
    [InlineData(new[] { 3.0, 1.0, 2.0 }, 2.0)]
    [InlineData(new[] { 4.0, 1.0, 2.0, 3.0 }, 2.5)]
    [InlineData(new[] { 7.0 }, 7.0)]
    public void The_median_is_the_middle_of_the_ordered_values(double[] values, double expected) =>
        Assert.Equal(expected, Statistics.Median(values));

    [Fact]
    public void Of_nothing_there_is_neither_quantile_nor_median()
    {
        Assert.Equal(double.NaN, Statistics.Quantile([], 0.5));
        Assert.Equal(double.NaN, Statistics.Median([]));
    }
}
