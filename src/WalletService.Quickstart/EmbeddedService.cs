using System.Net;
using System.Net.Sockets;
using WalletService.Client;
using WalletService.Host;
using WalletService.Host.Composition;
using WalletService.Host.Health;

namespace WalletService.Quickstart;

/// <summary>The whole service in this process, with every outside part but the Solana network in memory.</summary>
public sealed class EmbeddedService : IAsyncDisposable
{
    private readonly WebApplication app;

    private EmbeddedService(WebApplication app, string address)
    {
        this.app = app;
        Address = address;
    }

    /// <summary>Where it serves <c>/health</c> and <c>/metrics</c>.</summary>
    public string Address { get; }

    public IWalletClient Client => app.Services.GetRequiredService<IWalletClient>();

    /// <summary>Starts the service and waits until it can take work.</summary>
    public static async Task<EmbeddedService> StartAsync(CancellationToken cancellationToken)
    {
        var address = $"http://127.0.0.1:{FreePort()}";
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            EnvironmentName = Environments.Development,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.WebHost.UseUrls(address);
        builder.AddSettings();

        // The receipt is what a newcomer wants to see; SERILOG__MINIMUMLEVEL__DEFAULT=Information shows the rest.
        builder.Configuration["Serilog:MinimumLevel:Default"] ??= "Error";
        builder.AddJsonLogs();
        builder.Services.AddWalletClient();
        var service = new EmbeddedService(HostCommand.Build(builder), address);
        await service.app.StartAsync(cancellationToken);
        await service.BecomesReadyAsync(cancellationToken);
        return service;
    }

    public Task WaitForShutdownAsync(CancellationToken cancellationToken) => app.WaitForShutdownAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
    }

    private async Task BecomesReadyAsync(CancellationToken cancellationToken)
    {
        var monitor = app.Services.GetRequiredService<DependencyMonitor>();
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30), app.Services.GetRequiredService<TimeProvider>());
        while (!monitor.IsReady)
        {
            if (deadline.IsCancellationRequested)
            {
                var missing = monitor.States.Where(state => !state.Healthy).Select(state => $"{state.Name}: {state.Detail}");
                throw new TimeoutException($"The service is not ready. {string.Join(" ", missing)}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
