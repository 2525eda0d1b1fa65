using System.Collections.Concurrent;
using WalletService.TestKit.Servers;

namespace WalletService.EndToEnd.Tests.Crashes;

/// <summary>Runs the cases of the matrix, several lanes side by side.</summary>
public sealed class CrashMatrix : IAsyncLifetime
{
    /// <summary>Set by <c>./dev crash-matrix</c>: the table is then written into the document.</summary>
    private const string WriteVariable = "WRITE_CRASH_MATRIX";

    private const int Lanes = 4;

    private readonly ConcurrentDictionary<CrashCase, Task<CrashResult>> results = new();
    private readonly ConcurrentBag<string> paidTwice = [];

    /// <summary>Accounts that were paid more than once, after everything that was ever signed has expired.</summary>
    public IReadOnlyCollection<string> PaidTwice => paidTwice;

    public async Task InitializeAsync()
    {
        var cases = new ConcurrentQueue<CrashCase>(CrashCases.All);
        var lanes = new List<Task>();
        for (var lane = 0; lane < Lanes; lane++)
        {
            // One after the other: the parts of a lane take long to start, and the lanes before are at work already.
            lanes.Add(RunAsync(await CrashLane.StartAsync(), cases));
        }

        await Task.WhenAll(lanes);
    }

    public async Task DisposeAsync()
    {
        if (Environment.GetEnvironmentVariable(WriteVariable) is { Length: > 0 })
        {
            var all = await Task.WhenAll(CrashCases.All.Select(ResultOfAsync));
            await CrashMatrixTable.WriteAsync(RepositoryRoot.PathOf(CrashMatrixTable.Document), all);
        }
    }

    /// <summary>The result of a case, or the failure that it ended with.</summary>
    internal Task<CrashResult> ResultOfAsync(CrashCase crash) => results[crash];

    private async Task RunAsync(CrashLane lane, ConcurrentQueue<CrashCase> cases)
    {
        await using var running = lane;
        while (cases.TryDequeue(out var crash))
        {
            var run = crash.Scenario.RunAsync(lane, crash);
            results[crash] = run;
            await ((Task)run).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await lane.RecoverAsync();
        await lane.ExpireBlockhashesAsync();
        foreach (var account in await lane.Blocks.PaidTwiceAsync(lane.PaidTwiceRightly))
        {
            paidTwice.Add(account);
        }
    }
}
