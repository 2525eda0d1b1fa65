using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Simulation.Instances;

/// <summary>The vault as one process reaches it.</summary>
internal sealed class SimulatedWalletKeys(OutsideCalls outside, SimulatedVault vault) : IWalletKeys
{
    public string Provider => SimulatedVault.Provider;

    public Task<WalletKey> CreateAsync(WalletId walletId, CancellationToken cancellationToken) =>
        outside.VaultAsync(() => Task.FromResult(vault.Create(walletId.ToString())));

    public Task<WalletKey> RenewAsync(WalletId walletId, int keyNumber, CancellationToken cancellationToken) =>
        outside.VaultAsync(() => Task.FromResult(vault.Create(new WalletKeyId(walletId, keyNumber).ToString())));

    public Task<byte[]> SignAsync(
        WalletId walletId, WalletKey key, ReadOnlyMemory<byte> message, CancellationToken cancellationToken) =>
        outside.VaultAsync(() => Task.FromResult(vault.Sign(key, message)));

    public Task CheckAsync(WalletId walletId, WalletKey key, CancellationToken cancellationToken) =>
        outside.VaultAsync(() => Task.FromResult(vault.Check(key)));
}
