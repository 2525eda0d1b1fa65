using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WalletService.Domain.Addresses;
using WalletService.Domain.Balances;
using WalletService.Domain.Batches;
using WalletService.Domain.Events;
using WalletService.Domain.Features;
using WalletService.Domain.Freezes;
using WalletService.Domain.Management;
using WalletService.Domain.Policies;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.TestKit.Fakes;
using WalletService.TestKit.Time;

namespace WalletService.Messaging.Tests.Fixture;

/// <summary>The service's message side on a bus, with the real use cases over embedded stores, an in-memory chain and vault.</summary>
internal sealed class RunningService : IAsyncDisposable
{
    private readonly IHost host;
    private readonly Broker? broker;

    private RunningService(IHost host, Broker? broker, FakeLedger ledger, FakeWalletKeys keys)
    {
        this.host = host;
        this.broker = broker;
        Ledger = ledger;
        Keys = keys;
    }

    public FakeLedger Ledger { get; }

    public FakeWalletKeys Keys { get; }

    public IServiceProvider Services => host.Services;

    public IDependencyProbe Probe => Services.GetServices<IDependencyProbe>().Single(probe => probe.Name == "messaging");

    /// <summary>Starts on a broker and returns when every queue is being served.</summary>
    public static async Task<RunningService> StartAsync(Broker broker, params (string Key, string Value)[] settings)
    {
        var service = await StartWithoutWaitingAsync(broker, settings);
        await service.IsReadyAsync();
        return service;
    }

    /// <summary>Starts on a broker, which may be away.</summary>
    public static async Task<RunningService> StartWithoutWaitingAsync(Broker broker, params (string Key, string Value)[] settings)
    {
        var service = Build(
            broker,
            _ => { },
            [
                ("Messaging:Transport", "RabbitMq"),
                ("RabbitMq:Uri", broker.Uri.ToString()),
                ("RabbitMq:UserName", broker.UserName),
                ("RabbitMq:Password", broker.Password),
                .. settings,
            ]);
        await service.host.StartAsync();
        return service;
    }

    /// <summary>Starts without any broker, for callers in the same process.</summary>
    public static async Task<RunningService> StartInMemoryAsync(Action<IServiceCollection> configure)
    {
        var service = Build(null, configure, [("Messaging:Transport", "InMemory")]);
        await service.host.StartAsync();
        await service.IsReadyAsync();
        return service;
    }

    private static RunningService Build(
        Broker? broker, Action<IServiceCollection> configure, IReadOnlyList<(string Key, string Value)> settings)
    {
        var ledger = new FakeLedger();
        var keys = new FakeWalletKeys();
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(pair => pair.Key, string? (pair) => pair.Value));
        builder.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole());
        builder.Services.AddEmbeddedStorage().AddEmbeddedCache();
        AddPorts(builder.Services, ledger, keys);
        AddUseCases(builder.Services);
        configure(builder.Services);
        builder.Services.AddWalletMessaging(builder.Configuration);
        return new RunningService(builder.Build(), broker, ledger, keys);
    }

    public Broker Broker => broker ?? throw new InvalidOperationException("The service runs without a broker.");

    /// <summary>As SIGTERM does.</summary>
    public Task StopAsync() => host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
    }

    private Task IsReadyAsync() => Eventually.BecomesTrueAsync(async () => (await Probe.ProbeAsync(default)).Healthy);

    private static void AddPorts(IServiceCollection services, FakeLedger ledger, FakeWalletKeys keys)
    {
        services.AddSingleton<ILedgerReader>(ledger);
        services.AddSingleton<ITokenLedger>(ledger);
        services.AddSingleton<ITransferTransactions>(ledger);
        services.AddSingleton<ITransactionNetwork>(ledger);
        services.AddSingleton<IWalletKeys>(keys);
        services.AddSingleton<ITransactionInspector>(ledger);
        services.AddSingleton<ICallerTransactions>(ledger);
        services.AddSingleton<IOffchainMessages>(ledger);
        services.AddSingleton<IClusterIdentity, KnownCluster>();
        services.AddSingleton<ITransferTelemetry, RecordedTelemetry>();
    }

    private static void AddUseCases(IServiceCollection services)
    {
        services.AddSingleton(new TransferOptions { StatusInterval = TimeSpan.FromMilliseconds(50) });
        services.AddSingleton(new BalanceOptions());
        services.AddSingleton(new FeatureOptions());
        services.AddSingleton<FeatureFlags>();
        services.AddSingleton<IFeatureFlags>(provider => provider.GetRequiredService<FeatureFlags>());
        services.AddSingleton<FeatureService>();
        services.AddScreening();
        services.AddSingleton<CreateWalletService>();
        services.AddSingleton<ListWalletsService>();
        services.AddSingleton<GetWalletService>();
        services.AddSingleton<RotateKeyService>();
        services.AddSingleton<ISweepTelemetry, SilentSweepTelemetry>();
        services.AddSingleton<SetActiveWalletService>();
        services.AddSingleton<RenameWalletService>();
        services.AddSingleton<ArchiveWalletService>();
        services.AddSingleton<FreezeWalletService>();
        services.AddSingleton<FreezeService>();
        services.AddSingleton<AddressBookService>();
        services.AddSingleton<ReplayEventsService>();
        services.AddSingleton<GetBalanceService>();
        services.AddSingleton<GetTokensService>();
        services.AddSingleton<SignTransactionService>();
        services.AddSingleton<SignMessageService>();
        services.AddSingleton<TransferSolService>();
        services.AddSingleton<TransferTokenService>();
        services.AddSingleton<SendTransactionService>();
        services.AddSingleton<SimulateTransactionService>();
        services.AddSingleton<CancelTransferService>();
        services.AddSingleton<ApproveTransferService>();
        services.AddSingleton<SetPolicyService>();
        services.AddSingleton<TransferLookup>();
        services.AddSingleton<TransferIntake>();
        services.AddSingleton<TransferMessages>();
        services.AddSingleton<SolPaymentDecider>();
        services.AddSingleton<TokenPaymentDecider>();
        services.AddSingleton<AccountClosingDecider>();
        services.AddSingleton<BatchDecider>();
        services.AddSingleton(new TokenOptions());
        services.AddSingleton<CallerTransactionDecider>();
        services.AddSingleton<TransferWaiter>();
        services.AddSingleton<TransferSignals>();
        AddSteps(services);
        services.AddSingleton<TransferBatchService>();
        services.AddSingleton<BatchLookup>();
        services.AddSingleton<BatchPlanner>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<BatchRunner>(
            provider, string.Create(CultureInfo.InvariantCulture, $"test-{Environment.ProcessId}")));
        services.AddHostedService<TrackerHost>();
        services.AddHostedService<RunnerHost>();
    }

    /// <summary>What takes transfers from one state to the next.</summary>
    private static void AddSteps(IServiceCollection services)
    {
        services.AddSingleton<TransferMoves>();
        services.AddSingleton<TransferDecider>();
        services.AddSingleton<TransferSigner>();
        services.AddSingleton<TransferSender>();
        services.AddSingleton<TransferObserver>();
        services.AddSingleton<SweepDestinations>();
        services.AddSingleton<TransferStepper>();
        services.AddSingleton<TransferWatch>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<TransferTracker>(
            provider, string.Create(CultureInfo.InvariantCulture, $"test-{Environment.ProcessId}")));
    }

    private sealed class KnownCluster : IClusterIdentity
    {
        public string GenesisHash => "EtWTRABZaYq6iMfeYKouRu166VU2xqa1wcaWoxPkrZBG";
    }

    private sealed class RunnerHost(BatchRunner runner) : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => runner.RunAsync(stoppingToken);
    }

    private sealed class TrackerHost(TransferTracker tracker) : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => tracker.RunAsync(stoppingToken);
    }
}
