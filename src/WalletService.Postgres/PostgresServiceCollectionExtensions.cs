using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WalletService.Domain.Ports;
using WalletService.Postgres;
using WalletService.Postgres.Addresses;
using WalletService.Postgres.Anomalies;
using WalletService.Postgres.Auditing;
using WalletService.Postgres.Batches;
using WalletService.Postgres.Connections;
using WalletService.Postgres.Deposits;
using WalletService.Postgres.Diagnosis;
using WalletService.Postgres.Encryption;
using WalletService.Postgres.Events;
using WalletService.Postgres.Features;
using WalletService.Postgres.Freezes;
using WalletService.Postgres.Keys;
using WalletService.Postgres.Management;
using WalletService.Postgres.Migrations;
using WalletService.Postgres.Operations;
using WalletService.Postgres.Policies;
using WalletService.Postgres.Records;
using WalletService.Postgres.Restores;
using WalletService.Postgres.Transactions;
using WalletService.Postgres.Transactions.Changes;

namespace Microsoft.Extensions.DependencyInjection;

public static class PostgresServiceCollectionExtensions
{
    /// <summary>
    /// Wallets, transfers, signing journal, reservations and outbox in PostgreSQL, with the health probe <c>postgres</c> and the
    /// <see cref="PostgresMigrator"/>.
    /// </summary>
    public static IServiceCollection AddPostgresStorage(this IServiceCollection services, IConfiguration section)
    {
        services.AddOptionsWithValidateOnStart<PostgresOptions, PostgresOptionsValidator>().Bind(section);
        services.AddSingleton<IValidateOptions<PostgresOptions>, PostgresOptionsRules>();
        services.AddMetrics();
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);

        services.AddSingleton<PostgresConnections>();
        services.AddSingleton<PostgresTelemetry>();
        services.AddSingleton<PostgresDatabase>();
        services.AddSingleton(provider => new PostgresMigrator(
            provider.GetRequiredService<PostgresConnections>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<PostgresMigrator>>(),
            Migration.All,
            provider.GetRequiredService<IOptions<PostgresOptions>>().Value));

        services.AddEncryption();
        services.AddSingleton<ChangeWriter>();
        services.AddSingleton<TransferReader>();
        services.AddSingleton<WalletAddresses>();
        services.AddSingleton<KeyStates>();
        services.AddWallets();
        services.AddSingleton<ITransferStore, PostgresTransferStore>();
        services.AddSingleton<ITransferQueue, PostgresTransferQueue>();
        services.AddSingleton<IBatchStore, PostgresBatchStore>();
        services.AddSingleton<IBatchRows, PostgresBatchRows>();
        services.AddSingleton<IBatchQueue, PostgresBatchQueue>();
        services.AddSingleton<ISigningJournal, PostgresSigningJournal>();
        services.AddSingleton<IAuditTrail, PostgresAuditTrail>();
        services.AddSingleton<ISettingsLog, PostgresSettingsLog>();
        services.AddSingleton<IAuditReader, PostgresAuditReader>();
        services.AddSingleton<IAddressBook, PostgresAddressBook>();
        services.AddSingleton<IFreezeStore, PostgresFreezeStore>();
        services.AddSingleton<IRestoreStore, PostgresRestoreStore>();
        services.AddSingleton<IFeatureStore, PostgresFeatureStore>();
        services.AddSingleton<ICheckpointStore, PostgresCheckpointStore>();
        services.AddSingleton<IPolicyStore, PostgresPolicyStore>();
        services.AddSingleton<IPaymentHistory, PostgresPaymentHistory>();
        services.AddSingleton<IReservations, PostgresReservations>();
        services.AddSingleton<IOutbox, PostgresOutbox>();
        services.AddSingleton<IEventLog, PostgresEventLog>();
        services.AddSingleton<IServiceEvents, PostgresServiceEvents>();
        services.AddBooks();
        services.AddSingleton<IDependencyProbe, PostgresProbe>();
        services.AddSingleton<IExamination, DatabaseExamination>();
        services.AddSingleton<IExamination, BacklogExamination>();
        services.AddHostedService<PostgresPoolMetrics>();
        services.AddHostedService<RequestRetention>();
        return services;
    }

    private static void AddWallets(this IServiceCollection services)
    {
        services.AddSingleton<IWalletStore, PostgresWalletStore>();
        services.AddSingleton<IKeyRotations, PostgresKeyRotations>();
        services.AddSingleton<IRetiredAddresses, PostgresRetiredAddresses>();
        services.AddSingleton<IWalletChanges, PostgresWalletChanges>();
        services.AddSingleton<IKeyPool, PostgresKeyPool>();
        services.AddSingleton<IWalletRegister, PostgresWalletRegister>();
    }

    private static void AddBooks(this IServiceCollection services)
    {
        services.AddSingleton<IDepositBooks, PostgresDepositBooks>();
        services.AddSingleton<IDepositHistory, PostgresDepositHistory>();
        services.AddSingleton<IReconciliationBooks, PostgresReconciliationBooks>();
        services.AddSingleton<IWatchedAddressSource, PostgresWatchedAddressSource>();
        services.AddSingleton<IBacklogReader, PostgresBacklogReader>();
    }

    private static void AddEncryption(this IServiceCollection services)
    {
        services.AddOptionsWithValidateOnStart<EncryptionOptions, EncryptionOptionsValidator>();
        services.AddSingleton<DataKeyStore>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<DataKeyRing>(
            provider, provider.GetService<KeyWrappers>() is { } wrappers ? [wrappers] : []));
        services.AddSingleton<FieldCipher>();
        services.AddSingleton<FieldRewriter>();
        services.AddSingleton<IDataKeys, PostgresDataKeys>();
        services.AddHostedService<DataKeyLoader>();
    }
}
