using System.Net.Http.Json;
using System.Text.Json;
using WalletService.TestKit.Servers;

namespace WalletService.Benchmarks.Servers;

/// <summary>The KMS emulator in a process of its own.</summary>
internal sealed class KmsEmulatorProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(30);

    private readonly ChildProcess process;
    private readonly HttpClient client;

    private KmsEmulatorProcess(ChildProcess process, Uri baseUrl)
    {
        this.process = process;
        BaseUrl = baseUrl;
        client = new HttpClient { BaseAddress = baseUrl };
    }

    /// <summary>Scheme, host and port.</summary>
    public Uri BaseUrl { get; }

    public static async Task<KmsEmulatorProcess> StartAsync()
    {
        var emulator = ChildProcess.Start(BuiltProgram.Of("tests", "WalletService.KmsEmulator"), ["--port", "0"]);
        try
        {
            var line = await emulator.FirstLineAsync(StartDeadline);
            return new KmsEmulatorProcess(emulator, new Uri(JsonElement.Parse(line).GetProperty("baseUrl").GetString()!));
        }
        catch
        {
            await emulator.DisposeAsync();
            throw;
        }
    }

    /// <summary>Requests since the start.</summary>
    public async Task<long> CountCallsAsync()
    {
        var calls = await client.GetFromJsonAsync<Dictionary<string, long>>(new Uri("/_control/calls", UriKind.Relative));
        return calls!.Values.Sum();
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await process.DisposeAsync();
    }
}
