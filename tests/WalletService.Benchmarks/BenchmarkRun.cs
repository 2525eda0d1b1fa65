using WalletService.Benchmarks.Echo;
using WalletService.Benchmarks.Load;
using WalletService.Benchmarks.Measurement;
using WalletService.Benchmarks.Report;
using WalletService.Benchmarks.Servers;
using WalletService.Benchmarks.Workloads;

namespace WalletService.Benchmarks;

/// <summary>Starts everything, measures the workloads in turns, and reports.</summary>
internal sealed class BenchmarkRun(BenchmarkOptions options)
{
    private const int Starts = 3;
    private static readonly TimeSpan FirstWarmUp = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    /// <returns>The program's exit code: 0, or 1 when a request went wrong.</returns>
    public async Task<int> RunAsync()
    {
        Say("starting the servers");
        await using var servers = await BenchmarkServers.StartAsync();
        await using var bareEcho = await EchoProcess.StartAsync(EchoProcess.Bare, servers.Broker);
        await using var massTransitEcho = await EchoProcess.StartAsync(EchoProcess.MassTransit, servers.Broker);
        await using var load = await LoadGenerator.ConnectAsync(servers.Broker, options.Outstanding);

        Say("starting the service");
        var (service, timesToReady) = await StartServiceAsync(servers);
        await using var running = service;
        var wallets = await WalletPreparation.CreateAsync(load, servers.Localnet);

        if (options.Includes('i'))
        {
            await servers.PrepareKeysAsync();
        }

        Result[] results = [.. Workloads(servers, wallets).Where(workload => options.Includes(workload.Letter)).Select(workload => new Result(workload))];
        await MeasureAsync(results, load, servers, workload => workload switch
        {
            MassTransitEchoWorkload => massTransitEcho.Id,
            EchoWorkload => bareEcho.Id,
            _ => service.Id,
        });
        BurstResult[] bursts = [.. Bursts(wallets).Where(burst => options.Includes(burst.Letter)).Select(burst => new BurstResult(burst))];
        await MeasureBurstsAsync(bursts, load, servers);
        var idle = await new CallCounting(servers, service, load).CountAsync(results, bursts);

        var report = new MarkdownReport
        {
            Options = options,
            Results = results,
            Bursts = bursts,
            IdleCallsPerSecond = idle,
            TimesToReady = timesToReady,
            Service = ProcessUsage.Of(service.Id),
            Machine = Machine.Describe(),
            Versions = await VersionsAsync(servers, load),
            Date = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime),
        };
        await PublishAsync(report.ToMarkdown());
        return await ReportErrorsAsync(results, bursts, service);
    }

    private static IEnumerable<Workload> Workloads(BenchmarkServers servers, BenchmarkWallets wallets) =>
    [
        new EchoWorkload('a', "RabbitMQ.Client echo", EchoRoutes.Bare),
        new MassTransitEchoWorkload(servers.Broker),
        ReadWorkload.OfBalances('c', wallets.Reading),
        ReadWorkload.OfWallets('d', wallets.Reading),
        new TransferWorkload('e', "submitted", wallets.Some, wallets.Some),
        new SignWorkload('f', wallets.Some),
        new PooledCreateWorkload('i'),
    ];

    private static IEnumerable<Burst> Bursts(BenchmarkWallets wallets) =>
    [
        new Burst('g', $"{Burst.Transfers} from one wallet", [wallets.Paying[0]], wallets.Paying),
        new Burst('h', $"{Burst.Transfers} from {wallets.Paying.Count} wallets", wallets.Paying, wallets.Paying),
    ];

    private static async Task<(MeasuredService Service, IReadOnlyList<TimeSpan> TimesToReady)> StartServiceAsync(BenchmarkServers servers)
    {
        var settings = ServiceSettings.For(servers);
        await MeasuredService.MigrateAsync(settings);
        var times = new List<TimeSpan>();
        while (true)
        {
            var service = await MeasuredService.StartAsync(settings);
            times.Add(service.TimeToReady);
            if (times.Count == Starts)
            {
                return (service, times);
            }

            await service.DisposeAsync();
        }
    }

    private async Task MeasureAsync(Result[] results, LoadGenerator load, BenchmarkServers servers, Func<Workload, int> responderOf)
    {
        foreach (var result in results)
        {
            Say($"warming up {result.Workload.Name}");
            await using var run = await load.StartAsync(result.Workload);
            await Task.Delay(FirstWarmUp);
            AddErrors(result, await run.StopAsync());
        }

        for (var round = 1; round <= options.Rounds; round++)
        {
            foreach (var result in results)
            {
                // What is left to do of the workload before must not be counted against this one.
                await servers.OpenWork.EndAsync();
                await MeasureOnceAsync(result, load, responderOf(result.Workload));
                Say($"round {round} of {options.Rounds}: {result.Workload.Name}, {result.Samples[^1].RequestsPerSecond:F0} requests/s");
            }
        }
    }

    private async Task MeasureOnceAsync(Result result, LoadGenerator load, int responder)
    {
        await using var run = await load.StartAsync(result.Workload);
        await Task.Delay(WarmUp);
        var before = ProcessUsage.Of(responder);
        run.OpenWindow();
        await Task.Delay(TimeSpan.FromSeconds(options.Seconds));
        var window = run.CloseWindow();
        var after = ProcessUsage.Of(responder);
        AddErrors(result, await run.StopAsync());
        result.Add(Sample.Of(window, after.ProcessorTime - before.ProcessorTime, after.ResidentMegabytes));
    }

    private async Task MeasureBurstsAsync(BurstResult[] bursts, LoadGenerator load, BenchmarkServers servers)
    {
        for (var round = 1; round <= options.Rounds; round++)
        {
            foreach (var result in bursts)
            {
                foreach (var waitFor in (string[])["submitted", "confirmed"])
                {
                    await servers.OpenWork.EndAsync();
                    Say($"round {round} of {options.Rounds}: {result.Burst.Name} at once, to {waitFor}");
                    var (window, outcome) = await load.BurstAsync(result.Burst.To(waitFor), Burst.Transfers);
                    result.Add(waitFor, window, outcome);
                }
            }
        }
    }

    private static async Task<IReadOnlyDictionary<string, string>> VersionsAsync(BenchmarkServers servers, LoadGenerator load) =>
        new Dictionary<string, string>(await servers.VersionsAsync(), StringComparer.Ordinal)
        {
            ["RabbitMQ"] = load.BrokerVersion,
            [".NET"] = Environment.Version.ToString(),
        };

    private async Task PublishAsync(string results)
    {
        await Console.Out.WriteLineAsync(results);
        if (options.Document is { } document)
        {
            await ResultsInDocument.ReplaceAsync(document, results);
        }
    }

    private static async Task<int> ReportErrorsAsync(Result[] results, BurstResult[] bursts, MeasuredService service)
    {
        (string Name, long Errors, string? FirstError)[] failed =
        [
            .. results.Select(result => (result.Workload.Name, result.Errors, result.FirstError))
                .Concat(bursts.Select(result => (result.Burst.Name, result.Errors, result.FirstError)))
                .Where(result => result.Errors > 0),
        ];
        foreach (var (name, errors, firstError) in failed)
        {
            await Console.Error.WriteLineAsync($"{name}: {errors} errors, the first: {firstError}");
        }

        if (failed.Length > 0)
        {
            await Console.Error.WriteLineAsync(service.ReadEndOfLog());
        }

        return failed.Length == 0 ? 0 : 1;
    }

    private static void AddErrors(Result result, LoadOutcome outcome) => result.AddErrors(outcome.Errors, outcome.FirstError);

    /// <summary>Progress goes to standard error; standard output holds the report alone.</summary>
    private static void Say(string text) => Console.Error.WriteLine(text);
}
