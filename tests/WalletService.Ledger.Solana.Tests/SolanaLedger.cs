using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WalletService.Domain.Ports;
using WalletService.TestKit.Servers;

namespace WalletService.Ledger.Solana.Tests;

/// <summary>The adapter as a host runs it: composed by its entry point, with its background work started.</summary>
public sealed class SolanaLedger : IAsyncDisposable
{
    private readonly IHost host;

    private SolanaLedger(IHost host) => this.host = host;

    public ILedgerReader Reader => host.Services.GetRequiredService<ILedgerReader>();

    public ITransferTransactions Transfers => host.Services.GetRequiredService<ITransferTransactions>();

    public ICallerTransactions Callers => host.Services.GetRequiredService<ICallerTransactions>();

    public ITransactionNetwork Network => host.Services.GetRequiredService<ITransactionNetwork>();

    public ITransactionInspector Inspector => host.Services.GetRequiredService<ITransactionInspector>();

    public IDependencyProbe Probe => host.Services.GetRequiredService<IDependencyProbe>();

    public IServiceProvider Services => host.Services;

    /// <param name="rpcUrl">The node.</param>
    /// <param name="webSocketUrl">Its PubSub address, if hints are wanted.</param>
    /// <param name="handler">Stands between the adapter and the node, if given.</param>
    /// <param name="settings">Further settings of the section, by name.</param>
    public static async Task<SolanaLedger> StartAsync(
        Uri rpcUrl, Uri? webSocketUrl = null, HttpMessageHandler? handler = null, params (string Name, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Solana:RpcUrl"] = rpcUrl.AbsoluteUri,
            ["Solana:WebSocketUrl"] = webSocketUrl?.AbsoluteUri,
            ["Solana:BlockhashRefreshInterval"] = "00:00:00.200",
        });
        builder.Configuration.AddInMemoryCollection(
            settings.Select(setting => new KeyValuePair<string, string?>($"Solana:{setting.Name}", setting.Value)));
        if (handler is not null)
        {
            builder.Services.AddKeyedSingleton(SolanaLedgerServiceCollectionExtensions.HttpHandlerKey, handler);
        }

        builder.Services.AddSolanaLedger(builder.Configuration.GetSection("Solana"));
        var started = builder.Build();
        await started.StartAsync();
        return new SolanaLedger(started);
    }

    public static Task<SolanaLedger> StartAsync(LocalnetProcess localnet, params (string Name, string Value)[] settings) =>
        StartAsync(localnet.RpcUrl, localnet.WebSocketUrl, handler: null, settings);

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
    }
}
