using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Simulation.Instances;

/// <summary>The record of wallets as one process reaches it.</summary>
internal sealed class SimulatedWalletStore(OutsideCalls outside, IWalletStore inner) : IWalletStore
{
    public Task<WalletReservation> ReserveAsync(NewWallet wallet, CancellationToken cancellationToken) =>
        outside.WriteAsync(() => inner.ReserveAsync(wallet, CancellationToken.None));

    public Task<Wallet> CompleteAsync(WalletId walletId, WalletKey key, CancellationToken cancellationToken) =>
        outside.WriteAsync(() => inner.CompleteAsync(walletId, key, CancellationToken.None));

    public Task<Wallet?> FindAsync(UserId userId, WalletId walletId, CancellationToken cancellationToken) =>
        outside.ReadAsync(() => inner.FindAsync(userId, walletId, CancellationToken.None));

    public Task<Wallet?> FindWithKeyAsync(UserId userId, WalletId walletId, int keyNumber, CancellationToken cancellationToken) =>
        outside.ReadAsync(() => inner.FindWithKeyAsync(userId, walletId, keyNumber, CancellationToken.None));

    public Task<WalletPage> ListAsync(UserId userId, int limit, WalletId? after, CancellationToken cancellationToken) =>
        outside.ReadAsync(() => inner.ListAsync(userId, limit, after, CancellationToken.None));

    public Task<Wallet?> ActivateAsync(CallerId caller, UserId userId, WalletId walletId, CancellationToken cancellationToken) =>
        outside.WriteAsync(() => inner.ActivateAsync(caller, userId, walletId, CancellationToken.None));
}
