using WalletService.TestKit.Servers;

namespace WalletService.Host.Tests.Health;

/// <summary>The service with its embedded adapters, over a local Solana network.</summary>
public sealed class EmbeddedService : IAsyncLifetime
{
    public LocalnetProcess Localnet { get; private set; } = null!;

    public ServiceProcess Service { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Localnet = await LocalnetProcess.StartAsync();
        Service = await ServiceProcess.StartAsync(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["Solana__RpcUrl"] = Localnet.RpcUrl.ToString(),
            ["Solana__WebSocketUrl"] = Localnet.WebSocketUrl.ToString(),
            ["Service__ProbeInterval"] = "00:00:00.2",
        });
    }

    public async Task DisposeAsync()
    {
        await Service.DisposeAsync();
        await Localnet.DisposeAsync();
    }
}
