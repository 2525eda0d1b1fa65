using WalletService.Benchmarks.Echo;
using WalletService.Benchmarks.Load;
using WalletService.Benchmarks.Measurement;
using WalletService.Benchmarks.Report;
using WalletService.Benchmarks.Servers;
using WalletService.Benchmarks.Workloads;

namespace WalletService.Benchmarks.Tests.Report;

public sealed class MarkdownReportTests
{
    private static readonly BenchmarkWallet Wallet = new("user", "0199c1f0-0000-7000-8000-000000000001", "address");

    [Fact]
    public void Shows_medians_errors_ratios_and_calls()
    {
        var echo = new Result(new EchoWorkload('b', "echo", EchoRoutes.MassTransit));
        AddSamples(echo, 4_000, 6_000, 5_000);
        var balances = new Result(ReadWorkload.OfBalances('c', [Wallet])) { CallsPerRequest = Calls(redis: 1) };
        AddSamples(balances, 3_000, 3_000, 4_000);
        balances.AddErrors(2, "no reply");

        var markdown = Report([echo, balances]).ToMarkdown();

        Assert.Contains("| b | echo | 5,000 (4,000–6,000) | 10.0 | 20.0 | 0 | 0.10 | 90 |", markdown, StringComparison.Ordinal);
        Assert.Contains("| c | wallet.balance.get, cached | 3,000 (3,000–4,000) | 10.0 | 20.0 | 2 | 0.10 | 90 |", markdown, StringComparison.Ordinal);

        // Round by round: 0.75, 0.5 and 0.8.
        Assert.Contains("(c/b) | 0.75 | at least 0.5 |", markdown, StringComparison.Ordinal);
        Assert.DoesNotContain("(d/b)", markdown, StringComparison.Ordinal);
        Assert.Contains("| most memory the service ever held | 140 MB |", markdown, StringComparison.Ordinal);
        Assert.Contains("median of 3 | 2.00 s |", markdown, StringComparison.Ordinal);
        Assert.Contains("| wallet.balance.get, cached | 0.00 | 0.00 | 0.00 | 1.25 | 0.00 | 1.00 |", markdown, StringComparison.Ordinal);
        Assert.Contains("(each second, without requests) | 0.00 | 2.50 |", markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void Shows_how_long_a_burst_takes_and_what_it_calls()
    {
        var result = new BurstResult(new Burst('g', "500 from one wallet", [Wallet], [Wallet]))
        {
            CallsPerRequest = Calls(redis: 0, ("sendTransaction", 1), ("simulateTransaction", 0.5), ("getSlot", 0.0001)),
        };
        result.Add("submitted", new LoadWindow(TimeSpan.FromSeconds(1), [10, 20, 30]), new LoadOutcome(3, 1, "no reply"));
        result.Add("confirmed", new LoadWindow(TimeSpan.FromSeconds(1), [100, 1_200, 1_300]), new LoadOutcome(3, 0, null));

        var markdown = Report([], result).ToMarkdown();

        Assert.Contains("| g | 500 from one wallet | 20 | 30 | 1,200 | 1,300 | 1 |", markdown, StringComparison.Ordinal);
        Assert.Contains("| 500 from one wallet | 0.00 | 1.50 | 1.00 |", markdown, StringComparison.Ordinal);
        Assert.Contains("| RPC calls per transfer | 500 from one wallet |\n|---|---|\n", markdown, StringComparison.Ordinal);
        Assert.Contains("| simulateTransaction | 0.500 |", markdown, StringComparison.Ordinal);
        Assert.Contains("| changes | 1.250 |", markdown, StringComparison.Ordinal);
        Assert.DoesNotContain("rare", markdown, StringComparison.Ordinal);
        Assert.DoesNotContain("getSlot", markdown, StringComparison.Ordinal);
    }

    private static CallRates Calls(double redis, params (string Name, double Rate)[] methods) =>
        new(
            0,
            methods.ToDictionary(method => method.Name, method => method.Rate, StringComparer.Ordinal),
            new Dictionary<string, double> { ["changes"] = 1.25, ["rare"] = 0.0001 },
            0,
            redis);

    private static void AddSamples(Result result, params double[] requestsPerSecond)
    {
        foreach (var rate in requestsPerSecond)
        {
            result.Add(new Sample(rate, MedianMilliseconds: 10, HighMilliseconds: 20, CpuSecondsPerThousand: 0.1, ResidentMegabytes: 90));
        }
    }

    private static MarkdownReport Report(Result[] results, params BurstResult[] bursts) => new()
    {
        Options = BenchmarkOptions.Parse([]),
        Results = results,
        Bursts = bursts,
        IdleCallsPerSecond = Calls(redis: 0, ("getSlot", 2.5)),
        TimesToReady = [TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1)],
        Service = new ProcessUsage(TimeSpan.Zero, ResidentMegabytes: 100, PeakMegabytes: 140),
        Machine = "2 cores",
        Versions = new Dictionary<string, string> { ["Redis"] = "7.0" },
        Date = new DateOnly(2026, 1, 31),
    };
}
