using System.Diagnostics;
using System.Globalization;
using WalletService.Benchmarks.Load;
using WalletService.Benchmarks.Servers;
using WalletService.Benchmarks.Workloads;

namespace WalletService.Benchmarks.Soak;

/// <summary>
/// One instance under the memory limit of <c>k8s/base</c> and a moderate load for a long time: transfers that are followed until they are final, and
/// each second some reads and signatures by callers that come and go.
/// </summary>
internal sealed class SoakRun(TimeSpan duration)
{
    public const string Command = "soak";
    private const long LimitBytes = 512L * 1024 * 1024;
    private const int Transfers = 64;
    private const int ReadsEachSecond = 40;
    private const int SignaturesEachSecond = 2;
    private static readonly TimeSpan Sampling = TimeSpan.FromMinutes(1);

    private readonly List<Holding> samples = [];
    private long errors;
    private long requests;
    private string? firstError;

    /// <summary>Runs as the arguments say; returns the exit code: 0 when nothing grew and every request was answered.</summary>
    public static async Task<int> OfAsync(IReadOnlyList<string> arguments)
    {
        var minutes = arguments switch
        {
            [] => 30,
            ["--minutes", var text] when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var given) && given > 0 => given,
            _ => 0,
        };
        if (minutes == 0)
        {
            await Console.Error.WriteLineAsync("usage: WalletService.Benchmarks soak [--minutes N]");
            return 2;
        }

        return await new SoakRun(TimeSpan.FromMinutes(minutes)).RunAsync();
    }

    private async Task<int> RunAsync()
    {
        await using var servers = await BenchmarkServers.StartAsync();
        using var memory = MemoryGroup.TryCreate(LimitBytes);
        var settings = ServiceSettings.For(servers);
        if (memory is null)
        {
            // What .NET would choose by itself within such a limit.
            settings["DOTNET_GCHeapHardLimitPercent"] = "0";
            settings["DOTNET_GCHeapHardLimit"] = (LimitBytes * 3 / 4).ToString("X", CultureInfo.InvariantCulture);
        }

        await MeasuredService.MigrateAsync(settings);
        await using (var service = await MeasuredService.StartAsync(settings, memory))
        {
            await using var load = await LoadGenerator.ConnectAsync(servers.Broker, Transfers);
            var wallets = await WalletPreparation.CreateAsync(load, servers.Localnet);
            await Console.Out.WriteLineAsync(memory is null
                ? "No control group can be made here: the limit of 512 MB is set for .NET's heap alone, to three quarters of it."
                : "The kernel holds the service to 512 MiB (537 MB).");
            await Console.Out.WriteLineAsync("\n| minute | requests | memory MB | handles | threads | channels | database connections |\n|---|---|---|---|---|---|---|");
            await LoadAsync(servers, service, load, wallets);
            await Console.Out.WriteLineAsync(memory is null
                ? string.Create(CultureInfo.InvariantCulture, $"\nPeak of resident memory: {ProcessUsage.Of(service.Id).PeakMegabytes:F0} MB")
                : string.Create(CultureInfo.InvariantCulture, $"\nPeak of the group, file cache included: {memory.PeakMegabytes:F0} MB; of resident memory: {ProcessUsage.Of(service.Id).PeakMegabytes:F0} MB"));
        }

        return await JudgeAsync();
    }

    private async Task LoadAsync(BenchmarkServers servers, MeasuredService service, LoadGenerator load, BenchmarkWallets wallets)
    {
        var watch = Stopwatch.StartNew();
        await using var transfers = await load.StartAsync(new TransferWorkload('s', "finalized", wallets.Some, wallets.Some));
        Workload[] others = [ReadWorkload.OfBalances('c', wallets.Reading), ReadWorkload.OfWallets('d', wallets.Reading)];
        var signatures = new SignWorkload('f', wallets.Some);
        var nextSample = Sampling;
        while (watch.Elapsed < duration)
        {
            foreach (var workload in others)
            {
                await BurstAsync(load, workload, ReadsEachSecond / others.Length);
            }

            await BurstAsync(load, signatures, SignaturesEachSecond);
            if (watch.Elapsed >= nextSample)
            {
                nextSample += Sampling;
                await SampleAsync(servers, service, requests + transfers.Sent);
            }

            await Task.Delay(TimeSpan.FromSeconds(1));
        }

        Add(await transfers.StopAsync());
        await servers.OpenWork.EndAsync();
    }

    private async Task BurstAsync(LoadGenerator load, Workload workload, int count) => Add((await load.BurstAsync(workload, count)).Outcome);

    private void Add(LoadOutcome outcome)
    {
        requests += outcome.Replies;
        errors += outcome.Errors;
        firstError ??= outcome.FirstError;
    }

    private async Task SampleAsync(BenchmarkServers servers, MeasuredService service, long sent)
    {
        var holding = Holding.Of(service.Id, await servers.HeldOpenAsync());
        samples.Add(holding);
        await Console.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"| {samples.Count} | {sent} | {holding.Megabytes:F0} | {holding.Handles} | {holding.Threads} | {holding.Channels} | {holding.DatabaseConnections} |"));
    }

    private async Task<int> JudgeAsync()
    {
        var grown = Growth.In(samples);
        foreach (var growth in grown)
        {
            await Console.Error.WriteLineAsync(growth);
        }

        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{requests} requests, {errors} errors; {(grown.Count == 0 ? "nothing grew" : "something grew")}"));
        if (errors > 0)
        {
            await Console.Error.WriteLineAsync($"The first error: {firstError}");
        }

        return errors == 0 && grown.Count == 0 ? 0 : 1;
    }
}
