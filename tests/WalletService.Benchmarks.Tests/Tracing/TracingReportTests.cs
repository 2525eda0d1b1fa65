using WalletService.Benchmarks.Measurement;
using WalletService.Benchmarks.Tracing;

namespace WalletService.Benchmarks.Tests.Tracing;

public sealed class TracingReportTests
{
    private static readonly TracingMode EveryTrace = TracingMode.All[1];

    [Fact]
    public void Compares_each_window_with_the_one_without_tracing_of_the_same_round()
    {
        TracingSample[] samples =
        [
            Window(0, TracingMode.Off, milliseconds: 2, cpu: 1, megabytes: 200),
            Window(0, EveryTrace, milliseconds: 2.5, cpu: 1.1, megabytes: 210, spanBytes: 600_000),
            Window(1, EveryTrace, milliseconds: 9, cpu: 4.4, megabytes: 222, spanBytes: 600_000),
            Window(1, TracingMode.Off, milliseconds: 8, cpu: 4, megabytes: 210),
        ];

        var markdown = new TracingReport(new TracingCostOptions(), samples, "a machine", new DateOnly(2026, 11, 21)).ToMarkdown();

        Assert.Contains("Measured on 2026-11-21: a machine; 4 requests under way, 3 windows of 6 s.", markdown, StringComparison.Ordinal);
        Assert.Contains("| read | off | 100 | 5.00 | 0.00 | 20.0 | 2.500 | 0.000 | 0.0 | 0.0 | 0.00 |", markdown, StringComparison.Ordinal);
        Assert.Contains("| read | every trace | 100 | 5.75 | 0.75 | 20.0 | 2.750 | 0.250 | 10.0 | 11.0 | 1.00 |", markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_mode_records_the_share_of_traces_that_it_says()
    {
        var collector = new Uri("http://127.0.0.1:4318/v1/traces");

        Assert.Empty(TracingMode.Off.Settings(collector));
        Assert.Equal("0.1", TracingMode.All[2].Settings(collector).Single(setting => setting.Key == "Tracing__SampleRatio").Value);
    }

    [Theory]
    [InlineData("--seconds")]
    [InlineData("--seconds", "0")]
    [InlineData("--rounds", "many")]
    [InlineData("--speed", "3")]
    public void Arguments_that_mean_nothing_are_refused(params string[] arguments) => Assert.Null(TracingCostOptions.TryParse(arguments));

    [Fact]
    public void Takes_every_option() =>
        Assert.Equal(new TracingCostOptions(2, 5, 8), TracingCostOptions.TryParse(["--seconds", "2", "--rounds", "5", "--outstanding", "8"]));

    private static TracingSample Window(int round, TracingMode mode, double milliseconds, double cpu, double megabytes, long spanBytes = 0) =>
        new(round, mode, "read", new Sample(100, milliseconds, 20, cpu, megabytes), spanBytes);
}
