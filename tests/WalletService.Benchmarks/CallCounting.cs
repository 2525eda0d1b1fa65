using WalletService.Benchmarks.Load;
using WalletService.Benchmarks.Measurement;
using WalletService.Benchmarks.Servers;
using WalletService.Benchmarks.Workloads;

namespace WalletService.Benchmarks;

/// <summary>Counts what a fixed number of requests cause, to their very end, and takes off what a service that is left alone calls.</summary>
internal sealed class CallCounting(BenchmarkServers servers, MeasuredService service, LoadGenerator load)
{
    private const long CountedRequests = 1_024;
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(10);

    /// <summary>Fills in the calls of each result.</summary>
    /// <returns>Calls per second of an idle service.</returns>
    public async Task<CallRates> CountAsync(IEnumerable<Result> results, IEnumerable<BurstResult> bursts)
    {
        await servers.OpenWork.EndAsync();
        Say("counting the calls of an idle service");
        var start = await servers.CountCallsAsync(service);
        await Task.Delay(IdleTime);
        var idle = (await servers.CountCallsAsync(service)).Since(start, IdleTime.TotalSeconds);

        foreach (var result in results.Where(result => result.Workload is ServiceWorkload))
        {
            Say($"counting the calls of {result.Workload.Name}");
            result.CallsPerRequest = await CountAsync(idle, CountedRequests, async () =>
            {
                await using var run = await load.StartAsync(result.Workload, CountedRequests);
                var outcome = await run.CompleteAsync();
                result.AddErrors(outcome.Errors, outcome.FirstError);
            });
        }

        foreach (var result in bursts)
        {
            Say($"counting the calls of {result.Burst.Name} at once");
            result.CallsPerRequest = await CountAsync(idle, Burst.Transfers, async () =>
            {
                var (_, outcome) = await load.BurstAsync(result.Burst.To("confirmed"), Burst.Transfers);
                result.AddErrors(outcome);
            });
        }

        return idle;
    }

    private async Task<CallRates> CountAsync(CallRates idle, long requests, Func<Task> run)
    {
        var before = await servers.CountCallsAsync(service);
        var began = TimeProvider.System.GetTimestamp();
        await run();
        await servers.OpenWork.EndAsync();
        var took = TimeProvider.System.GetElapsedTime(began);
        var after = await servers.CountCallsAsync(service);
        return after.Since(before, requests).Without(idle, took.TotalSeconds / requests);
    }

    private static void Say(string text) => Console.Error.WriteLine(text);
}
