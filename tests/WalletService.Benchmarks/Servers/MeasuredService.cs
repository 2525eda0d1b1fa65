using System.Diagnostics;
using System.Globalization;
using WalletService.TestKit.Servers;

namespace WalletService.Benchmarks.Servers;

/// <summary>The service as it is shipped, in a process of its own. Its log goes to a file, so that reading it costs nobody anything.</summary>
internal sealed class MeasuredService : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder folder;
    private readonly ChildProcess child;
    private readonly HttpClient client;

    private MeasuredService(TemporaryFolder folder, ChildProcess child, Uri address)
    {
        this.folder = folder;
        this.child = child;
        client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(5) };
    }

    /// <summary>The process id.</summary>
    public int Id => child.Id;

    /// <summary>From the start of the process to the first good answer of <c>/ready</c>.</summary>
    public TimeSpan TimeToReady { get; private set; }

    /// <summary>Brings the database's schema up to date.</summary>
    public static async Task MigrateAsync(IReadOnlyDictionary<string, string> settings)
    {
        var (exitCode, output) = await ServiceProcess.RunCommandAsync("migrate", settings);
        if (exitCode != 0)
        {
            throw new InvalidOperationException($"The migration failed.\n{output}");
        }
    }

    /// <summary>Starts the service and returns once it is ready.</summary>
    /// <param name="settings">Environment variables.</param>
    /// <param name="memory">What its memory is limited by, if anything.</param>
    public static async Task<MeasuredService> StartAsync(IReadOnlyDictionary<string, string> settings, MemoryGroup? memory = null)
    {
        var logFolder = new TemporaryFolder("benchmark");
        var address = $"http://127.0.0.1:{FreePort.Next().ToString(CultureInfo.InvariantCulture)}";
        var environment = new Dictionary<string, string>(settings) { ["ASPNETCORE_URLS"] = address };
        string[] arguments = ["-c", $"{memory?.Join}exec dotnet \"$0\" >\"$1\" 2>&1", BuiltProgram.PathOf("src", "WalletService.Host"), logFolder.PathOf("log")];

        var waited = Stopwatch.StartNew();
        var service = new MeasuredService(logFolder, ChildProcess.Start("/bin/sh", arguments, environment), new Uri(address));
        try
        {
            await service.WaitUntilReadyAsync();
            service.TimeToReady = waited.Elapsed;
            return service;
        }
        catch (InvalidOperationException failure)
        {
            var log = service.ReadEndOfLog();
            await service.DisposeAsync();
            throw new InvalidOperationException($"The service did not start.\n{log}", failure);
        }
    }

    /// <summary>The last lines of the log.</summary>
    public string ReadEndOfLog() => string.Join('\n', File.ReadLines(folder.PathOf("log")).TakeLast(20));

    /// <summary>One of the counters that <c>/metrics</c> shows, by one of its labels; nothing before it has counted anything.</summary>
    public async Task<IReadOnlyDictionary<string, long>> ReadCounterAsync(string name, string label)
    {
        var metrics = await client.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        return PrometheusText.SumBy(metrics, name, label);
    }

    /// <summary>Tells it to stop (SIGTERM) and waits for its end; how long that took and its exit code.</summary>
    public async Task<(TimeSpan Time, int ExitCode)> StopAsync()
    {
        var waited = Stopwatch.StartNew();
        await child.StopAsync(deadline: StartDeadline);
        return (waited.Elapsed, child.ExitCode);
    }

    /// <summary>Stops the service in an orderly way.</summary>
    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await child.StopAsync();
        await child.DisposeAsync();
        folder.Dispose();
    }

    private async Task WaitUntilReadyAsync()
    {
        await child.ReadyWhenAsync(IsReadyAsync, StartDeadline);

        async Task<bool> IsReadyAsync()
        {
            try
            {
                using var answer = await client.GetAsync(new Uri("/ready", UriKind.Relative));
                return answer.IsSuccessStatusCode;
            }
            catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
            {
                return false;
            }
        }
    }
}
