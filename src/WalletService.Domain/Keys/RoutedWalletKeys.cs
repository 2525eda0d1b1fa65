using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Domain.Keys;

/// <summary>Gives each key to the vault that made it. New keys are made in one of them.</summary>
public sealed class RoutedWalletKeys : IWalletKeys
{
    private readonly Dictionary<string, IKeyVault> vaults;
    private readonly IKeyVault creating;

    /// <param name="creating">The provider of new keys; one of the vaults'.</param>
    public RoutedWalletKeys(IEnumerable<IKeyVault> vaults, string creating)
    {
        this.vaults = vaults.ToDictionary(vault => vault.Provider, StringComparer.Ordinal);
        this.creating = Find(creating);
    }

    /// <inheritdoc/>
    public string Provider => creating.Provider;

    /// <inheritdoc/>
    public Task<WalletKey> CreateAsync(WalletId walletId, CancellationToken cancellationToken) =>
        creating.CreateAsync(walletId, cancellationToken);

    /// <inheritdoc/>
    public Task<WalletKey> PrepareAsync(WalletId walletId, CancellationToken cancellationToken) =>
        creating.PrepareAsync(walletId, cancellationToken);

    /// <inheritdoc/>
    public Task<WalletKey> RenewAsync(WalletId walletId, int keyNumber, CancellationToken cancellationToken) =>
        creating.RenewAsync(walletId, keyNumber, cancellationToken);

    /// <inheritdoc/>
    public Task<byte[]> SignAsync(
        WalletId walletId, WalletKey key, ReadOnlyMemory<byte> message, CancellationToken cancellationToken) =>
        Find(key.Provider).SignAsync(walletId, key, message, cancellationToken);

    /// <inheritdoc/>
    public Task CheckAsync(WalletId walletId, WalletKey key, CancellationToken cancellationToken) =>
        Find(key.Provider).CheckAsync(walletId, key, cancellationToken);

    private IKeyVault Find(string provider) => vaults.GetValueOrDefault(provider)
        ?? throw new KeyUnusableException("unknown_provider", $"Keys of '{provider}' are not served here: the settings lack this provider.");
}
