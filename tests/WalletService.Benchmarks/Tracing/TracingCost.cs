using WalletService.Benchmarks.Load;
using WalletService.Benchmarks.Measurement;
using WalletService.Benchmarks.Report;
using WalletService.Benchmarks.Servers;
using WalletService.Benchmarks.Workloads;

namespace WalletService.Benchmarks.Tracing;

/// <summary>
/// What tracing costs: the same few requests at a time to the service with tracing off, with every trace and with one trace in ten recorded and sent to
/// a collector. Each round starts each of the three anew, in another order, and measures every workload.
/// </summary>
internal sealed class TracingCost(TracingCostOptions options)
{
    public const string Command = "tracing";
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(6);

    private readonly List<TracingSample> samples = [];
    private long errors;
    private string? firstError;

    /// <summary>Runs as the arguments say; returns the exit code: 0 when every request was answered rightly.</summary>
    public static async Task<int> OfAsync(IReadOnlyList<string> arguments)
    {
        if (TracingCostOptions.TryParse(arguments) is not { } options)
        {
            await Console.Error.WriteLineAsync(TracingCostOptions.Usage);
            return 2;
        }

        return await new TracingCost(options).RunAsync();
    }

    private async Task<int> RunAsync()
    {
        await using var servers = await BenchmarkServers.StartAsync();
        await using var sink = await TraceSink.StartAsync();
        await using var load = await LoadGenerator.ConnectAsync(servers.Broker, options.Outstanding);
        await MeasuredService.MigrateAsync(ServiceSettings.For(servers));
        var workloads = await PrepareAsync(servers, load);
        for (var round = 0; round < options.Rounds; round++)
        {
            for (var turn = 0; turn < TracingMode.All.Count; turn++)
            {
                var mode = TracingMode.All[(round + turn) % TracingMode.All.Count];
                await Console.Error.WriteLineAsync($"round {round + 1} of {options.Rounds}: {mode.Name}");
                await MeasureAsync(round, mode, servers, sink, load, workloads);
            }
        }

        var report = new TracingReport(options, samples, Machine.Describe(), DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime));
        await Console.Out.WriteLineAsync(report.ToMarkdown());
        if (errors > 0)
        {
            await Console.Error.WriteLineAsync($"{errors} errors, the first: {firstError}");
        }

        return errors == 0 ? 0 : 1;
    }

    private static async Task<Workload[]> PrepareAsync(BenchmarkServers servers, LoadGenerator load)
    {
        await using var service = await MeasuredService.StartAsync(ServiceSettings.For(servers));
        var wallets = await WalletPreparation.CreateAsync(load, servers.Localnet);
        return
        [
            ReadWorkload.OfBalances('c', wallets.Reading),
            ReadWorkload.OfWallets('d', wallets.Reading),
            new TransferWorkload('e', "submitted", wallets.Some, wallets.Some),
        ];
    }

    private async Task MeasureAsync(int round, TracingMode mode, BenchmarkServers servers, TraceSink sink, LoadGenerator load, Workload[] workloads)
    {
        var settings = ServiceSettings.For(servers);
        foreach (var (name, value) in mode.Settings(sink.Endpoint))
        {
            settings[name] = value;
        }

        await using var service = await MeasuredService.StartAsync(settings);
        foreach (var workload in workloads)
        {
            await using var run = await load.StartAsync(workload);
            await Task.Delay(WarmUp);
            var (before, sentBefore) = (ProcessUsage.Of(service.Id), sink.Bytes);
            run.OpenWindow();
            await Task.Delay(TimeSpan.FromSeconds(options.Seconds));
            var window = run.CloseWindow();
            var after = ProcessUsage.Of(service.Id);
            var sent = sink.Bytes - sentBefore;
            Add(await run.StopAsync());
            samples.Add(new TracingSample(
                round, mode, workload.Name, Sample.Of(window, after.ProcessorTime - before.ProcessorTime, after.ResidentMegabytes), sent));

            // What is left of one workload must not be counted against the next.
            await servers.OpenWork.EndAsync();
        }
    }

    private void Add(LoadOutcome outcome)
    {
        errors += outcome.Errors;
        firstError ??= outcome.FirstError;
    }
}
