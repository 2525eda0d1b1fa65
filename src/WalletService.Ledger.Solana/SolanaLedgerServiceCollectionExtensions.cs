using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using WalletService.Domain.Features;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Ledger.Solana;
using WalletService.Ledger.Solana.Balances;
using WalletService.Ledger.Solana.Deposits;
using WalletService.Ledger.Solana.Fees;
using WalletService.Ledger.Solana.Inspection;
using WalletService.Ledger.Solana.Nodes;
using WalletService.Ledger.Solana.Tokens;
using WalletService.Ledger.Solana.Transactions;
using WalletService.Solana.Rpc;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the Solana network behind the ledger's ports.</summary>
public static class SolanaLedgerServiceCollectionExtensions
{
    /// <summary>
    /// Key of the handler through which the nodes are called. Register one under this key beforehand to put something in between.
    /// </summary>
    public const string HttpHandlerKey = SolanaNodes.Dependency;

    /// <param name="services">Where to.</param>
    /// <param name="section">The section <c>Solana</c>; see <see cref="SolanaOptions"/>.</param>
    public static IServiceCollection AddSolanaLedger(this IServiceCollection services, IConfiguration section)
    {
        services.AddOptionsWithValidateOnStart<SolanaOptions, SolanaOptionsValidator>().Bind(section);
        services.AddSingleton<IValidateOptions<SolanaOptions>, SolanaOptionsRules>();
        services.AddSingleton<IValidateOptions<TokenOptions>, TokenOptionsRules>();
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(Random.Shared);
        services.TryAddSingleton<IFeatureFlags>(new FeatureDefaults(new FeatureOptions()));
        services.TryAddKeyedSingleton<HttpMessageHandler>(HttpHandlerKey, (provider, _) =>
            SolanaRpcClient.CreateHandler(NodeCertificates.CheckOf(provider.GetRequiredService<IOptions<SolanaOptions>>().Value)));

        services.AddSingleton(provider => new LedgerMetrics(provider.GetRequiredService<IMeterFactory>()));
        services.AddSingleton(CreateNodes);
        services.AddSingleton<ClusterIdentity>();
        services.AddSingleton<ClusterTip>();
        services.AddSingleton<ClusterCheck>();
        services.AddSingleton<NodeAnnouncer>();
        services.AddSingleton<SolanaNodes>();
        services.AddSingleton<RentMinimums>();
        services.AddSingleton<AccountBatcher>();
        services.AddSingleton<RecentAccounts>();
        services.AddSingleton<TokenReader>();
        services.AddSingleton<TokenAccountsReader>();
        services.AddSingleton<MintPolicy>();
        services.AddSingleton<HookAccounts>();
        services.AddSingleton<BlockhashSource>();
        services.AddSingleton<PriorityPrices>();
        services.AddSingleton<SignatureFees>();
        services.AddSingleton<TransferSimulations>();
        services.AddSingleton<LookupTables>();
        services.AddSingleton<TransactionAccountsReader>();
        services.AddSingleton<TransferPricing>();
        services.AddSingleton<NodeSender>();
        services.AddSingleton<TransactionSender>();
        services.AddSingleton<ExpiryJudge>();
        services.AddSingleton<FinalWord>();
        services.AddSingleton<ExecutedSlots>();
        services.AddSingleton<ExecutionReader>();
        services.AddSingleton<SignatureHints>();

        services.AddSingleton<IClusterIdentity>(provider => provider.GetRequiredService<ClusterIdentity>());
        services.AddSingleton<ILedgerReader, SolanaLedgerReader>();
        services.AddSingleton<IBlockSource, SolanaBlockSource>();
        services.AddSingleton<IHoldingsReader, SolanaHoldingsReader>();
        services.AddSingleton<ITokenLedger, SolanaTokenLedger>();
        services.AddSingleton<ITransferTransactions, SolanaTransferTransactions>();
        services.AddSingleton<ICallerTransactions, SolanaCallerTransactions>();
        services.AddSingleton<ITransactionNetwork, SolanaTransactionNetwork>();
        services.AddSingleton<ITransactionInspector, SolanaTransactionInspector>();
        services.AddSingleton<IOffchainMessages, SolanaOffchainMessages>();
        services.AddSingleton<IDependencyProbe, SolanaLedgerProbe>();
        services.AddSingleton<IExamination, NodeExamination>();

        // The cluster first: nothing is asked of a node before it is known to be the right one.
        services.AddHostedService<NodeWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<NodeAnnouncer>());
        services.AddHostedService(provider => provider.GetRequiredService<BlockhashSource>());
        return services;
    }

    private static IReadOnlyList<SolanaNode> CreateNodes(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<SolanaOptions>>().Value;
        var time = provider.GetRequiredService<TimeProvider>();
        var handler = provider.GetRequiredKeyedService<HttpMessageHandler>(HttpHandlerKey);
        var metrics = provider.GetRequiredService<LedgerMetrics>();
        var cluster = provider.GetRequiredService<ClusterIdentity>();

        // The node limits the time of each call; the client's own limit would only blur the reason.
        var http = new HttpClient(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        IReadOnlyList<SolanaNode> nodes =
        [
            .. NodeDescription.AllOf(options).Select(description => new SolanaNode(
                description,
                new SolanaRpcClient(http, description.RpcUrl, time),
                NodeLimits.Of(options),
                options.RequestTimeout,
                time,
                metrics)),
        ];
        metrics.ObserveNodes(nodes);
        if (!cluster.IsAsked)
        {
            nodes[0].Vitals.Verify();
        }

        return nodes;
    }
}
