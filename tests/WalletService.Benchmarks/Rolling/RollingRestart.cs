using System.Globalization;
using WalletService.Benchmarks.Load;
using WalletService.Benchmarks.Measurement;
using WalletService.Benchmarks.Servers;
using WalletService.Benchmarks.Workloads;

namespace WalletService.Benchmarks.Rolling;

/// <summary>
/// Three instances under load are replaced one after the other, as a rollout does it: the new one is ready before the old one is told to
/// stop. Callers never ask twice, so a request that got lost shows as one without an answer.
/// </summary>
internal sealed class RollingRestart
{
    public const string Command = "roll";
    private const int Instances = 3;
    private const int Transfers = 48;
    private const int Reads = 4;
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(20);

    /// <summary>As <c>k8s/base</c> has it: after this time Kubernetes would kill.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(55);

    /// <returns>The exit code: 0 when no request was lost or answered twice, and each transfer paid once.</returns>
    public async Task<int> RunAsync()
    {
        await using var servers = await BenchmarkServers.StartAsync();
        var settings = ServiceSettings.For(servers);
        settings["Service__ShutdownTimeout"] = "00:00:45";
        settings["Messaging__StopTimeout"] = "00:00:30";
        await MeasuredService.MigrateAsync(settings);
        var services = new List<MeasuredService>();
        try
        {
            for (var number = 0; number < Instances; number++)
            {
                services.Add(await MeasuredService.StartAsync(settings));
            }

            return await RollAsync(servers, settings, services);
        }
        finally
        {
            foreach (var service in services)
            {
                await service.DisposeAsync();
            }
        }
    }

    private static async Task<int> RollAsync(BenchmarkServers servers, IReadOnlyDictionary<string, string> settings, List<MeasuredService> services)
    {
        await using var payers = await LoadGenerator.ConnectAsync(servers.Broker, Transfers);
        await using var readers = await LoadGenerator.ConnectAsync(servers.Broker, Reads);
        var wallets = await WalletPreparation.CreateAsync(payers, servers.Localnet);
        var payments = new InterruptedTransfers(new TransferWorkload('r', "confirmed", wallets.Some, wallets.Some));
        await using var transfers = await payers.StartAsync(payments);
        await using var reads = await readers.StartAsync(ReadWorkload.OfWallets('d', wallets.Reading));
        LoadRun[] runs = [transfers, reads];

        await Task.Delay(Quiet);
        var before = await WindowsAsync(runs, () => Task.Delay(Quiet));
        var slowestStop = TimeSpan.Zero;
        var inOrder = true;
        var during = await WindowsAsync(runs, async () =>
        {
            for (var number = 0; number < Instances; number++)
            {
                var old = services[number];
                services[number] = await MeasuredService.StartAsync(settings);
                var (time, exitCode) = await old.StopAsync();
                await old.DisposeAsync();
                inOrder &= exitCode == 0 && time < Grace;
                slowestStop = time > slowestStop ? time : slowestStop;
            }
        });

        LoadOutcome[] outcomes = [await transfers.StopAsync(), await reads.StopAsync()];
        await servers.OpenWork.EndAsync();
        var paid = await servers.OpenWork.CountPaidOnceAsync();
        await ReportAsync(before, during, slowestStop);
        var errors = outcomes.Sum(outcome => outcome.Errors);
        await Console.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{outcomes.Sum(outcome => outcome.Replies)} requests, {errors} lost, answered twice or badly; {payments.Early} answered with the state so far; {paid} of {transfers.Sent} transfers paid once; every instance ended in order: {inOrder}"));
        if (errors > 0)
        {
            await Console.Error.WriteLineAsync(outcomes.Select(outcome => outcome.FirstError).First(error => error is not null));
        }

        return errors == 0 && paid == transfers.Sent && inOrder ? 0 : 1;
    }

    private static async Task<LoadWindow[]> WindowsAsync(LoadRun[] runs, Func<Task> meanwhile)
    {
        foreach (var run in runs)
        {
            run.OpenWindow();
        }

        await meanwhile();
        return [.. runs.Select(run => run.CloseWindow())];
    }

    private static async Task ReportAsync(LoadWindow[] before, LoadWindow[] during, TimeSpan slowestStop)
    {
        string[] names = ["transferSol to confirmed", "management.get"];
        await Console.Out.WriteLineAsync("| | requests/s | p50 ms | p99 ms | longest ms |\n|---|---|---|---|---|");
        foreach (var (windows, when) in new[] { (before, "before"), (during, "during the roll") })
        {
            foreach (var (window, name) in windows.Zip(names))
            {
                var ordered = window.Latencies.Order().ToArray();
                await Console.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"| {name}, {when} | {window.RequestsPerSecond:F0} | {Statistics.Quantile(ordered, 0.5):F0} | {Statistics.Quantile(ordered, 0.99):F0} | {Statistics.Quantile(ordered, 1):F0} |"));
            }
        }

        await Console.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"\nThe roll took {during[0].Length.TotalSeconds:F0} s; the slowest instance needed {slowestStop.TotalSeconds:F1} s from SIGTERM to its end."));
    }
}
