using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Ledger.Solana.Nodes;
using WalletService.TestKit.Servers;

namespace WalletService.Ledger.Solana.Tests;

/// <summary>The adapter as a host runs it: composed by its entry point, with its background work started.</summary>
public sealed class SolanaLedger : IAsyncDisposable
{
    private readonly IHost host;

    private SolanaLedger(IHost host) => this.host = host;

    public ILedgerReader Reader => host.Services.GetRequiredService<ILedgerReader>();

    public ITokenLedger Tokens => host.Services.GetRequiredService<ITokenLedger>();

    public ITransferTransactions Transfers => host.Services.GetRequiredService<ITransferTransactions>();

    public ICallerTransactions Callers => host.Services.GetRequiredService<ICallerTransactions>();

    public ITransactionNetwork Network => host.Services.GetRequiredService<ITransactionNetwork>();

    public ITransactionInspector Inspector => host.Services.GetRequiredService<ITransactionInspector>();

    public IDependencyProbe Probe => host.Services.GetRequiredService<IDependencyProbe>();

    internal SolanaNodes Nodes => host.Services.GetRequiredService<SolanaNodes>();

    public IServiceProvider Services => host.Services;

    /// <param name="rpcUrl">The node.</param>
    /// <param name="webSocketUrl">Its PubSub address, if hints are wanted.</param>
    /// <param name="handler">Stands between the adapter and the node, if given.</param>
    /// <param name="settings">Further settings of the section, by name.</param>
    public static Task<SolanaLedger> StartAsync(
        Uri rpcUrl, Uri? webSocketUrl = null, HttpMessageHandler? handler = null, params (string Name, string Value)[] settings) =>
        ComposeAsync(handler, [("RpcUrl", rpcUrl.AbsoluteUri), ("WebSocketUrl", webSocketUrl?.AbsoluteUri), .. settings], events: null);

    public static Task<SolanaLedger> StartAsync(LocalnetProcess localnet, params (string Name, string Value)[] settings) =>
        StartAsync(localnet.RpcUrl, localnet.WebSocketUrl, handler: null, settings);

    /// <summary>With this policy for tokens.</summary>
    public static Task<SolanaLedger> StartAsync(LocalnetProcess localnet, TokenOptions tokens) =>
        ComposeAsync(handler: null, [("RpcUrl", localnet.RpcUrl.AbsoluteUri)], events: null, tokens);

    /// <summary>On all nodes of the network, named <c>node-0</c> and so on, and looked at ten times a second.</summary>
    public static Task<SolanaLedger> StartPoolAsync(
        LocalnetProcess localnet,
        HttpMessageHandler? handler = null,
        IServiceEvents? events = null,
        IFeatureFlags? features = null,
        params (string Name, string Value)[] settings)
    {
        var nodes = localnet.Nodes.SelectMany((node, index) => new (string, string?)[]
        {
            ($"Nodes:{index}:Name", $"node-{index}"),
            ($"Nodes:{index}:RpcUrl", node.RpcUrl.AbsoluteUri),
            ($"Nodes:{index}:WebSocketUrl", node.WebSocketUrl.AbsoluteUri),
        });
        return ComposeAsync(handler, [.. nodes, ("NodeCheckInterval", "00:00:00.100"), .. settings], events, features: features);
    }

    private static async Task<SolanaLedger> ComposeAsync(
        HttpMessageHandler? handler,
        IEnumerable<(string Name, string? Value)> settings,
        IServiceEvents? events,
        TokenOptions? tokens = null,
        IFeatureFlags? features = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection([new("Solana:BlockhashRefreshInterval", "00:00:00.200")]);
        foreach (var (name, value) in settings)
        {
            builder.Configuration[$"Solana:{name}"] = value;
        }

        if (handler is not null)
        {
            builder.Services.AddKeyedSingleton(SolanaLedgerServiceCollectionExtensions.HttpHandlerKey, handler);
        }

        if (events is not null)
        {
            builder.Services.AddSingleton(events);
        }

        if (features is not null)
        {
            builder.Services.AddSingleton(features);
        }

        builder.Services.AddSingleton(tokens ?? new TokenOptions());
        builder.Services.AddSolanaLedger(builder.Configuration.GetSection("Solana"));
        var started = builder.Build();
        await started.StartAsync();
        return new SolanaLedger(started);
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
    }
}
