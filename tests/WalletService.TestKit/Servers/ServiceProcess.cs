using System.Net;

namespace WalletService.TestKit.Servers;

/// <summary>The service itself as a process of its own, configured by environment variables as in a deployment.</summary>
public sealed class ServiceProcess : IAsyncDisposable
{
    private static readonly TimeSpan ReadyDeadline = TimeSpan.FromSeconds(60);
    private readonly IReadOnlyDictionary<string, string> settings;
    private readonly HttpClient http;
    private readonly string program;
    private ChildProcess process;

    private ServiceProcess(IReadOnlyDictionary<string, string> settings, Uri baseUrl, string program)
    {
        this.settings = settings;
        this.program = program;
        process = Run();
        BaseUrl = baseUrl;
        http = new HttpClient { BaseAddress = baseUrl, Timeout = TimeSpan.FromSeconds(5) };
    }

    /// <summary>The address of <c>/health</c>, <c>/live</c>, <c>/ready</c> and <c>/metrics</c>.</summary>
    public Uri BaseUrl { get; }

    public int ProcessId => process.Id;

    public bool HasExited => process.HasExited;

    public int ExitCode => process.ExitCode;

    /// <summary>The last lines of its log.</summary>
    public string Log => process.Output;

    /// <summary>Starts the service and waits until it can take work.</summary>
    /// <param name="settings">Environment variables.</param>
    /// <param name="program">Another assembly that holds the service; the service's own when left out.</param>
    public static async Task<ServiceProcess> StartAsync(IReadOnlyDictionary<string, string> settings, string? program = null)
    {
        var service = Launch(settings, program);
        try
        {
            await service.BecomesReadyAsync();
            return service;
        }
        catch
        {
            await service.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the service without waiting.</summary>
    public static ServiceProcess Launch(IReadOnlyDictionary<string, string> settings, string? program = null)
    {
        var baseUrl = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        var all = new Dictionary<string, string>(settings, StringComparer.Ordinal) { ["ASPNETCORE_URLS"] = baseUrl.ToString() };
        return new ServiceProcess(all, baseUrl, program ?? BuiltProgram.PathOf("src", "WalletService.Host"));
    }

    /// <summary>Runs one of its commands to the end; returns exit code and output.</summary>
    public static async Task<(int ExitCode, string Output)> RunCommandAsync(
        string command, IReadOnlyDictionary<string, string> settings, string? program = null)
    {
        await using var run = ChildProcess.Start("dotnet", [program ?? BuiltProgram.PathOf("src", "WalletService.Host"), command], settings);
        var exitCode = await run.ExitAsync(ReadyDeadline);
        return (exitCode, run.Output);
    }

    public Task BecomesReadyAsync() => process.ReadyWhenAsync(IsReadyAsync, ReadyDeadline);

    /// <summary>Waits until it answers HTTP at all, whether it can take work or not.</summary>
    public Task AnswersAsync() => process.ReadyWhenAsync(async () => await StatusAsync("/live") is not null, ReadyDeadline);

    /// <summary>Waits for its own end and returns the exit code.</summary>
    public Task<int> ExitAsync() => process.ExitAsync(ReadyDeadline);

    public async Task<bool> IsReadyAsync() => await StatusAsync("/ready") == HttpStatusCode.OK;

    private async Task<HttpStatusCode?> StatusAsync(string path)
    {
        try
        {
            using var answer = await http.GetAsync(path);
            return answer.StatusCode;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            return null;
        }
    }

    /// <summary>Status and body of one of its pages.</summary>
    public async Task<(HttpStatusCode Status, string Body)> GetAsync(string path)
    {
        using var answer = await http.GetAsync(path);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>SIGTERM, and then the time that Kubernetes would give it.</summary>
    public Task StopAsync() => process.StopAsync(deadline: TimeSpan.FromSeconds(60));

    /// <summary>SIGKILL.</summary>
    public Task KillAsync() => process.KillAsync();

    /// <summary>Starts it again with the same settings and waits until it can take work.</summary>
    public async Task StartAgainAsync()
    {
        await process.DisposeAsync();
        process = Run();
        await BecomesReadyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await process.DisposeAsync();
    }

    private ChildProcess Run() => ChildProcess.Start("dotnet", [program], settings);
}
