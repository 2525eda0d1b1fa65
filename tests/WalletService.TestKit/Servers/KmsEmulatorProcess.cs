using System.Text.Json;

namespace WalletService.TestKit.Servers;

/// <summary>The Cloud KMS emulator of <c>tests/WalletService.KmsEmulator</c>, as a process of its own.</summary>
public sealed class KmsEmulatorProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(30);
    private readonly ChildProcess process;

    private KmsEmulatorProcess(ChildProcess process, Uri baseUrl)
    {
        this.process = process;
        BaseUrl = baseUrl;
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

    public ValueTask DisposeAsync() => process.DisposeAsync();

    private sealed record ReadyLine(Uri BaseUrl);
}
