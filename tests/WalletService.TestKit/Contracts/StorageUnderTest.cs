using Microsoft.Extensions.DependencyInjection;
using WalletService.Domain.Auditing;
using WalletService.Domain.Events;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.TestKit.Contracts;

/// <summary>The storage ports of one adapter, over one store.</summary>
/// <param name="services">The ports.</param>
/// <param name="inspection">Null for a store that is tested by its ports alone.</param>
public sealed class StorageUnderTest(ServiceProvider services, IStorageInspection? inspection = null) : IAsyncDisposable
{
    public IWalletStore Wallets => services.GetRequiredService<IWalletStore>();

    public IKeyRotations Rotations => services.GetRequiredService<IKeyRotations>();

    public IRetiredAddresses Retired => services.GetRequiredService<IRetiredAddresses>();

    public IKeyPool KeyPool => services.GetRequiredService<IKeyPool>();

    public ITransferStore Transfers => services.GetRequiredService<ITransferStore>();

    public ITransferQueue Queue => services.GetRequiredService<ITransferQueue>();

    public ISigningJournal Journal => services.GetRequiredService<ISigningJournal>();

    public IWalletChanges WalletChanges => services.GetRequiredService<IWalletChanges>();

    public IAddressBook Addresses => services.GetRequiredService<IAddressBook>();

    public IFreezeStore Freezes => services.GetRequiredService<IFreezeStore>();

    public IFeatureStore Features => services.GetRequiredService<IFeatureStore>();

    public IPolicyStore Policies => services.GetRequiredService<IPolicyStore>();

    public IPaymentHistory PaymentHistory => services.GetRequiredService<IPaymentHistory>();

    public IReservations Reservations => services.GetRequiredService<IReservations>();

    public IBatchStore Batches => services.GetRequiredService<IBatchStore>();

    public IBatchRows BatchRows => services.GetRequiredService<IBatchRows>();

    public IBatchQueue BatchQueue => services.GetRequiredService<IBatchQueue>();

    public IOutbox Outbox => services.GetRequiredService<IOutbox>();

    public IServiceEvents ServiceEvents => services.GetRequiredService<IServiceEvents>();

    public IEventLog Events => services.GetRequiredService<IEventLog>();

    public IAuditTrail AuditTrail => services.GetRequiredService<IAuditTrail>();

    public ISettingsLog Settings => services.GetRequiredService<ISettingsLog>();

    public IAuditReader AuditReader => services.GetRequiredService<IAuditReader>();

    public ICheckpointStore Checkpoints => services.GetRequiredService<ICheckpointStore>();

    public IDepositBooks DepositBooks => services.GetRequiredService<IDepositBooks>();

    public IDepositHistory DepositHistory => services.GetRequiredService<IDepositHistory>();

    public IReconciliationBooks Reconciliation => services.GetRequiredService<IReconciliationBooks>();

    public IWatchedAddressSource WatchedAddresses => services.GetRequiredService<IWatchedAddressSource>();

    public IBacklogReader Backlog => services.GetRequiredService<IBacklogReader>();

    public IDependencyProbe Probe => services.GetRequiredService<IDependencyProbe>();

    public IStorageInspection Inspection => inspection ?? throw new InvalidOperationException("This store is tested by its ports alone.");

    public ValueTask DisposeAsync() => services.DisposeAsync();
}

/// <summary>What the tests see and do past the ports.</summary>
public interface IStorageInspection
{
    /// <summary>What an operator does.</summary>
    Task SetStatusAsync(WalletId walletId, WalletStatus status);

    /// <summary>All events of the wallet by sequence, published ones too.</summary>
    Task<IReadOnlyList<OutboxEvent>> ReadEventsAsync(WalletId walletId);

    /// <summary>The wallet's audit log, oldest first.</summary>
    Task<IReadOnlyList<AuditEntry>> ReadAuditAsync(WalletId walletId);
}
