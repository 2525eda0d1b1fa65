using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WalletService.Domain.Transactions;
using WalletService.Simulation.Nodes;

namespace WalletService.Simulation.Instances;

/// <summary>Puts a process together from the real use cases and the real ledger adapter, as the host does.</summary>
internal static class InstanceComposition
{
    /// <summary>
    /// Shorter waits than the defaults where the waits themselves prove nothing: blocks come every 200 ms, so that a blockhash lives
    /// for some 32 s.
    /// </summary>
    private static readonly Dictionary<string, string?> LedgerSettings = new()
    {
        ["RequestTimeout"] = "00:00:01.500",
        ["BlockhashRefreshInterval"] = "00:00:04",
        ["BlockhashMaxAge"] = "00:00:10",
        ["NodeCheckInterval"] = "00:00:05",
        ["BlockReadThreshold"] = "2",
    };

    public static TransferOptions TransferOptions => new()
    {
        SigningDeadline = TimeSpan.FromSeconds(60),
        MaximumAttempts = 3,
        Lease = TimeSpan.FromSeconds(5),
        ClaimInterval = TimeSpan.FromSeconds(1.5),
        StatusInterval = TimeSpan.FromMilliseconds(700),
        RebroadcastInterval = TimeSpan.FromSeconds(2),
        ExpiryPatience = TimeSpan.FromSeconds(6),
        MissingPatience = TimeSpan.FromSeconds(3),
        Concurrency = 4,
    };

    public static IServiceCollection AddUseCases(this IServiceCollection services, string owner)
    {
        services.AddSingleton<UseCases>();
        services.AddSingleton(TransferOptions);
        services.AddScreening();
        services.AddSingleton<TransferSolService>();
        services.AddSingleton<SendTransactionService>();
        services.AddSingleton<CancelTransferService>();
        services.AddSingleton<TransferLookup>();
        services.AddSingleton<TransferIntake>();
        services.AddSingleton<TransferSignals>();
        services.AddSingleton<TransferWaiter>();
        services.AddSingleton<TransferMoves>();
        services.AddSingleton<SolPaymentDecider>();
        services.AddSingleton<TokenPaymentDecider>();
        services.AddSingleton<AccountClosingDecider>();
        services.AddSingleton<BatchDecider>();
        services.AddSingleton(new TokenOptions());
        services.AddSingleton<CallerTransactionDecider>();
        services.AddSingleton<TransferDecider>();
        services.AddSingleton<TransferMessages>();
        services.AddSingleton<TransferSigner>();
        services.AddSingleton<TransferSender>();
        services.AddSingleton<TransferObserver>();
        services.AddSingleton<SweepDestinations>();
        services.AddSingleton<TransferStepper>();
        services.AddSingleton<TransferWatch>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<TransferTracker>(provider, owner));
        return services;
    }

    public static IServiceCollection AddLedger(
        this IServiceCollection services, SimulatedNodeHandler handler, IReadOnlyList<SimulatedNode> nodes, InstanceMeters meters)
    {
        var settings = new Dictionary<string, string?>(LedgerSettings);
        for (var index = 0; index < nodes.Count; index++)
        {
            settings[$"Nodes:{index}:RpcUrl"] = nodes[index].Address.ToString();
            settings[$"Nodes:{index}:Role"] = nodes[index].IsBackup ? "Backup" : "Primary";
        }

        services.AddLogging();
        services.AddSingleton<IMeterFactory>(meters);
        services.AddSingleton<IHostApplicationLifetime, IdleLifetime>();
        services.AddKeyedSingleton<HttpMessageHandler>(SolanaLedgerServiceCollectionExtensions.HttpHandlerKey, handler);
        services.AddSolanaLedger(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        return services;
    }
}
