using System.Globalization;
using System.Net;
using WalletService.TestKit.Servers;

namespace WalletService.Chaos.Parts;

/// <summary>
/// One process of the service, whose log goes to a file. As in a cluster it is started again whenever it has ended, except while a fault
/// holds it down.
/// </summary>
internal sealed class ServiceInstance : IAsyncDisposable
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan RestartDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(60);

    private readonly IReadOnlyDictionary<string, string> environment;
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly CancellationTokenSource disposing = new();
    private readonly HttpClient http;
    private readonly string logFile;
    private Task watching = Task.CompletedTask;
    private ChildProcess? process;
    private bool isHeldDown;

    /// <param name="name">For the log file and messages.</param>
    /// <param name="settings">Of the service.</param>
    /// <param name="folder">Where its log goes.</param>
    public ServiceInstance(string name, IReadOnlyDictionary<string, string> settings, RunFolder folder)
    {
        Name = name;
        logFile = folder.PathOf($"{name}.log");
        var address = new Uri($"http://127.0.0.1:{FreePort.Next().ToString(CultureInfo.InvariantCulture)}");
        environment = new Dictionary<string, string>(settings, StringComparer.Ordinal) { ["ASPNETCORE_URLS"] = address.ToString() };
        http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(5) };
    }

    public string Name { get; }

    /// <summary>How often it ended by itself, without having been killed or stopped.</summary>
    public int OwnEnds { get; private set; }

    /// <summary>Starts the process, and from then on keeps it running.</summary>
    public void Start()
    {
        process = Launch();
        watching = WatchAsync(disposing.Token);
    }

    /// <summary>SIGKILL; it stays down until <see cref="UpAgainAsync"/>.</summary>
    public Task KillAsync() => DownAsync(child => child.KillAsync());

    /// <summary>SIGTERM, and SIGKILL when it has not ended in the time that a cluster would give it.</summary>
    public Task StopAsync() => DownAsync(child => child.StopAsync(deadline: StopDeadline));

    /// <summary>SIGSTOP: it does nothing, and its connections stay open.</summary>
    public Task PauseAsync() => SignalAsync(ProcessSignal.Stop);

    /// <summary>SIGCONT.</summary>
    public Task ContinueAsync() => SignalAsync(ProcessSignal.Continue);

    public async Task UpAgainAsync()
    {
        await gate.WaitAsync(disposing.Token);
        try
        {
            await process!.DisposeAsync();
            process = Launch();
            isHeldDown = false;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Waits until it takes work; false when the time is up before.</summary>
    public async Task<bool> BecomesReadyAsync(TimeSpan deadline)
    {
        using var timeIsUp = new CancellationTokenSource(deadline);
        while (!await IsReadyAsync())
        {
            if (timeIsUp.IsCancellationRequested)
            {
                return false;
            }

            await Task.Delay(LookInterval, disposing.Token);
        }

        return true;
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var answer = await http.GetAsync("/ready", disposing.Token);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    /// <summary>The lines of its log that hold one of the words.</summary>
    public IEnumerable<string> LogLinesWith(IReadOnlyCollection<string> words) => !File.Exists(logFile)
        ? []
        : File.ReadLines(logFile).Where(line => words.Any(word => line.Contains(word, StringComparison.Ordinal)));

    public async ValueTask DisposeAsync()
    {
        await disposing.CancelAsync();
        await watching;
        if (process is not null)
        {
            await process.DisposeAsync();
        }

        http.Dispose();
        gate.Dispose();
        disposing.Dispose();
    }

    private async Task DownAsync(Func<ChildProcess, Task> end)
    {
        await gate.WaitAsync(disposing.Token);
        try
        {
            isHeldDown = true;
            await end(process!);
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task SignalAsync(ProcessSignal signal)
    {
        await gate.WaitAsync(disposing.Token);
        try
        {
            process!.Send(signal);
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(LookInterval, cancellationToken);
                if (!isHeldDown && process!.HasExited)
                {
                    await Task.Delay(RestartDelay, cancellationToken);
                    await RestartAsync();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The campaign is over.
        }
    }

    private async Task RestartAsync()
    {
        await gate.WaitAsync(disposing.Token);
        try
        {
            if (!isHeldDown && process!.HasExited)
            {
                OwnEnds++;
                await process.DisposeAsync();
                process = Launch();
            }
        }
        finally
        {
            gate.Release();
        }
    }

    private ChildProcess Launch()
    {
        string[] arguments = ["-c", "exec dotnet \"$0\" >>\"$1\" 2>&1", BuiltProgram.PathOf("src", "WalletService.Host"), logFile];
        return ChildProcess.Start("/bin/sh", arguments, environment);
    }
}
