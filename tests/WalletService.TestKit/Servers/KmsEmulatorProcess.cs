using System.Net.Http.Json;
using System.Text.Json;

namespace WalletService.TestKit.Servers;

/// <summary>The Cloud KMS emulator of <c>tests/WalletService.KmsEmulator</c>, as a process of its own.</summary>
public sealed class KmsEmulatorProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(30);
    private readonly ChildProcess process;
    private readonly HttpClient control;

    private KmsEmulatorProcess(ChildProcess process, Uri baseUrl)
    {
        this.process = process;
        BaseUrl = baseUrl;
        control = new HttpClient { BaseAddress = new Uri(baseUrl, "/_control/") };
    }

    /// <summary>The address that stands in for <c>https://cloudkms.googleapis.com</c>.</summary>
    public Uri BaseUrl { get; }

    /// <summary>Starts an emulator of its own; its keys live as long as the process.</summary>
    public static async Task<KmsEmulatorProcess> StartAsync()
    {
        var started = ChildProcess.Start("dotnet", [BuiltProgram.PathOf("tests", "WalletService.KmsEmulator"), "--port", "0"]);
        try
        {
            var line = await started.FirstLineAsync(StartDeadline);
            var ready = JsonSerializer.Deserialize<ReadyLine>(line, JsonSerializerOptions.Web)!;
            return new KmsEmulatorProcess(started, ready.BaseUrl);
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    /// <summary>How often an operation, such as <c>cryptoKeyVersions.asymmetricSign</c>, was called.</summary>
    public async Task<long> CountCallsAsync(string operation)
    {
        var counts = await control.GetFromJsonAsync<Dictionary<string, long>>("calls");
        return counts!.GetValueOrDefault(operation);
    }

    /// <summary>Plans a fault, such as <c>unavailable</c>, for every call of the operation, or of all, until <see cref="ClearFaultsAsync"/>.</summary>
    /// <param name="kind">As the emulator names it, in camelCase.</param>
    /// <param name="operation">Such as <c>cryptoKeys.create</c>; every one when left out.</param>
    /// <param name="delay">How long <c>latency</c> lasts.</param>
    public async Task AddFaultAsync(string kind, string? operation = null, TimeSpan delay = default)
    {
        using var answer = await control.PostAsJsonAsync("faults", new { kind, operation, times = 0, delayMs = (int)delay.TotalMilliseconds });
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Ends all faults.</summary>
    public async Task ClearFaultsAsync()
    {
        using var answer = await control.DeleteAsync(new Uri("faults", UriKind.Relative));
        answer.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        control.Dispose();
        await process.DisposeAsync();
    }

    private sealed record ReadyLine(Uri BaseUrl);
}
