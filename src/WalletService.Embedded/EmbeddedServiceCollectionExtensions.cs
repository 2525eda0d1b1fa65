using Microsoft.Extensions.DependencyInjection.Extensions;
using WalletService.Domain.Ports;
using WalletService.Embedded.Anomalies;
using WalletService.Embedded.Auditing;
using WalletService.Embedded.Addresses;
using WalletService.Embedded.Balances;
using WalletService.Embedded.Batches;
using WalletService.Embedded.Deposits;
using WalletService.Embedded.Events;
using WalletService.Embedded.Features;
using WalletService.Embedded.Freezes;
using WalletService.Embedded.Keys;
using WalletService.Embedded.Limits;
using WalletService.Embedded.Management;
using WalletService.Embedded.Operations;
using WalletService.Embedded.Policies;
using WalletService.Embedded.Storage;
using WalletService.Embedded.Transactions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>In-process stand-ins for database and cache, for development and unit tests: nothing is kept when the process ends.</summary>
public static class EmbeddedServiceCollectionExtensions
{
    /// <summary>Wallets, transfers, signing journal, reservations and outbox in the memory of this process.</summary>
    public static IServiceCollection AddEmbeddedStorage(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<EmbeddedDatabase>();
        services.AddSingleton<IWalletStore, EmbeddedWalletStore>();
        services.AddSingleton<IKeyRotations, EmbeddedKeyRotations>();
        services.AddSingleton<IRetiredAddresses, EmbeddedRetiredAddresses>();
        services.AddSingleton<IWalletChanges, EmbeddedWalletChanges>();
        services.AddSingleton<IKeyPool, EmbeddedKeyPool>();
        services.AddSingleton<ITransferStore, EmbeddedTransferStore>();
        services.AddSingleton<ITransferQueue, EmbeddedTransferQueue>();
        services.AddSingleton<IBatchStore, EmbeddedBatchStore>();
        services.AddSingleton<IBatchRows, EmbeddedBatchRows>();
        services.AddSingleton<IBatchQueue, EmbeddedBatchQueue>();
        services.AddSingleton<ISigningJournal, EmbeddedSigningJournal>();
        services.AddSingleton<IAuditTrail, EmbeddedAuditTrail>();
        services.AddSingleton<ISettingsLog, EmbeddedSettingsLog>();
        services.AddSingleton<IAuditReader, EmbeddedAuditReader>();
        services.AddSingleton<IAddressBook, EmbeddedAddressBook>();
        services.AddSingleton<IFreezeStore, EmbeddedFreezeStore>();
        services.AddSingleton<IFeatureStore, EmbeddedFeatureStore>();
        services.AddSingleton<ICheckpointStore, EmbeddedCheckpointStore>();
        services.AddSingleton<IPolicyStore, EmbeddedPolicyStore>();
        services.AddSingleton<IPaymentHistory, EmbeddedPaymentHistory>();
        services.AddSingleton<IReservations, EmbeddedReservations>();
        services.AddSingleton<IOutbox, EmbeddedOutbox>();
        services.AddSingleton<IEventLog, EmbeddedEventLog>();
        services.AddSingleton<IServiceEvents, EmbeddedServiceEvents>();
        services.AddSingleton<IDepositBooks, EmbeddedDepositBooks>();
        services.AddSingleton<IDepositHistory, EmbeddedDepositHistory>();
        services.AddSingleton<IReconciliationBooks, EmbeddedReconciliationBooks>();
        services.AddSingleton<IWatchedAddressSource, EmbeddedWatchedAddressSource>();
        services.AddSingleton<IBacklogReader, EmbeddedBacklogReader>();
        services.AddSingleton<IDependencyProbe, EmbeddedStoreProbe>();
        return services;
    }

    /// <summary>Balance cache, work locks and rate limits of this process alone.</summary>
    public static IServiceCollection AddEmbeddedCache(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IBalanceCache, EmbeddedBalanceCache>();
        services.AddSingleton<IWorkLock, EmbeddedWorkLock>();
        services.AddSingleton<IRateLimiter, EmbeddedRateLimiter>();
        return services;
    }
}
