using WalletService.Domain.Auditing;
using WalletService.Domain.Addresses;
using WalletService.Domain.Balances;
using WalletService.Domain.Batches;
using WalletService.Domain.Deposits;
using WalletService.Domain.Events;
using WalletService.Domain.Features;
using WalletService.Domain.Freezes;
using WalletService.Domain.Keys;
using WalletService.Domain.Management;
using WalletService.Domain.Policies;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Host.Auditing;
using WalletService.Host.Deposits;
using WalletService.Host.Events;
using WalletService.Host.Features;
using WalletService.Host.Health;
using WalletService.Host.Keys;
using WalletService.Host.Metrics;
using WalletService.Host.Risk;
using WalletService.Host.Security;
using WalletService.Host.Settings;
using WalletService.Host.Telemetry;
using WalletService.Host.Transactions;

namespace WalletService.Host.Composition;

/// <summary>Puts the service together: one line per adapter, chosen by settings.</summary>
public static class WalletServiceComposition
{
    public static void AddWalletService(this WebApplicationBuilder builder)
    {
        builder.RefuseUnknownSettings();
        var services = builder.Services;
        services.AddSingleton(TimeProvider.System);
        services.AddValidatedOptions<ServiceOptions, ServiceOptionsValidator>(builder.Configuration.GetSection("Service"));
        services.AddValidatedOptions<TransferOptions, TransferOptionsValidator>(builder.Configuration.GetSection("Transfers"));
        services.AddValidatedOptions<TokenOptions, TokenOptionsValidator>(builder.Configuration.GetSection("Tokens"));
        services.AddValidatedOptions<BalanceOptions, BalanceOptionsValidator>(builder.Configuration.GetSection("Balances"));
        services.AddValidatedOptions<DepositOptions, DepositOptionsValidator>(builder.Configuration.GetSection("Deposits"));
        services.AddValidatedOptions<AuditOptions, AuditOptionsValidator>(builder.Configuration.GetSection("Audit"));
        services.AddValidatedOptions<KeyPoolOptions, KeyPoolOptionsValidator>(builder.Configuration.GetSection("KeyPool"));
        services.AddValidatedOptions<FeatureOptions, FeatureOptionsValidator>(builder.Configuration.GetSection("Features"));
        services.AddValidatedOptions<KeyRotationOptions, KeyRotationOptionsValidator>(builder.Configuration.GetSection("KeyRotation"));
        services.AddOptions<HostOptions>().Configure<ServiceOptions>((host, service) => host.ShutdownTimeout = service.ShutdownTimeout);

        services.AddPrometheusMetrics();
        services.AddTracing(builder.Configuration.GetSection("Tracing"));
        services.AddHostedService<BacklogMetrics>();
        services.AddDependencyMonitor();
        services.AddUseCases();
        services.AddFeatures();
        services.AddDeposits();
        services.AddAuditing();

        // Hosted services stop in the reverse order: first no new requests, then the transfers in hand.
        builder.AddStorage();
        services.AddKillSwitch();
        services.AddHostedService<FeatureMonitor>();
        builder.AddSettingsReload();
        builder.AddCache();
        builder.AddKeys();
        builder.AddSolana();
        builder.AddScreening();
        services.AddHostedService<TransferTrackerService>();
        services.AddHostedService<BatchRunnerService>();
        services.AddHostedService<DepositService>();
        services.AddHostedService<AuditCheckpointService>();
        services.AddHostedService<SettingsRecorder>();
        services.AddHostedService<KeyPoolService>();
        services.AddHostedService<KeyRotationService>();
        builder.AddMessaging();
        builder.AddEventStream();
    }

    private static void AddUseCases(this IServiceCollection services)
    {
        services.AddSingleton<CreateWalletService>();
        services.AddSingleton<KeyPoolFiller>();
        services.AddSingleton<ListWalletsService>();
        services.AddSingleton<GetWalletService>();
        services.AddSingleton<SetActiveWalletService>();
        services.AddSingleton<RenameWalletService>();
        services.AddSingleton<ArchiveWalletService>();
        services.AddSingleton<FreezeWalletService>();
        services.AddSingleton<RotateKeyService>();
        services.AddSingleton<AddressSweeper>();
        services.AddSingleton<ISweepTelemetry, SweepTelemetry>();
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
        services.AddSingleton<TransferBatchService>();
        services.AddSingleton<BatchLookup>();

        services.AddSingleton<ITransferTelemetry, TransferTelemetry>();
        services.AddSingleton<TransferSignals>();
        services.AddSingleton<TransferWaiter>();
        services.AddSingleton<TransferMoves>();
        services.AddSingleton<SolPaymentDecider>();
        services.AddSingleton<TokenPaymentDecider>();
        services.AddSingleton<AccountClosingDecider>();
        services.AddSingleton<BatchDecider>();
        services.AddSingleton<CallerTransactionDecider>();
        services.AddSingleton<TransferDecider>();
        services.AddSingleton<TransferMessages>();
        services.AddSingleton<TransferSigner>();
        services.AddSingleton<TransferSender>();
        services.AddSingleton<TransferObserver>();
        services.AddSingleton<SweepDestinations>();
        services.AddSingleton<TransferStepper>();
        services.AddSingleton<TransferIntake>();
        services.AddSingleton<TransferWatch>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<TransferTracker>(
            provider, provider.GetRequiredService<ServiceOptions>().InstanceId));
        services.AddSingleton<BatchPlanner>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<BatchRunner>(
            provider, provider.GetRequiredService<ServiceOptions>().InstanceId));
    }

    private static void AddFeatures(this IServiceCollection services)
    {
        services.AddSingleton<FeatureFlags>();
        services.AddSingleton<IFeatureFlags>(provider => provider.GetRequiredService<FeatureFlags>());
        services.AddSingleton<FeatureService>();
    }

    private static void AddAuditing(this IServiceCollection services)
    {
        services.AddSingleton<IAuditTelemetry, AuditTelemetry>();
        services.AddSingleton<AuditCheckpointer>();
    }

    private static void AddKillSwitch(this IServiceCollection services)
    {
        services.AddSingleton<KillSwitch>();
        services.Decorate<ITransferStore, SwitchedTransferStore>();
        services.Decorate<ISigningJournal, SwitchedSigningJournal>();
        services.AddHostedService<FreezeMonitor>();
        services.AddHostedService<KillSwitchRecorder>();
    }

    private static void AddDeposits(this IServiceCollection services)
    {
        services.AddSingleton<IDepositTelemetry, DepositTelemetry>();
        services.AddSingleton<WatchedAddresses>();
        services.AddSingleton<LinkedBlocks>();
        services.AddSingleton<Bookkeeper>();
        services.AddSingleton<EarlyNotice>();
        services.AddSingleton<Reconciler>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<DepositScanner>(
            provider, provider.GetRequiredService<ServiceOptions>().InstanceId));
    }
}
