using WalletService.Domain.Values;

namespace WalletService.Domain.Ports;

/// <summary>Makes and uses the keys of wallets. Private keys never leave the vault behind the adapter.</summary>
public interface IWalletKeys
{
    /// <summary>The word that the records of the keys made here bear: 1 to 20 lower-case letters, permanent.</summary>
    string Provider { get; }

    /// <summary>Makes the key of a wallet. Idempotent by wallet id: a repeated call returns the same key.</summary>
    /// <exception cref="PortUnavailableException">The vault could not be reached; the call may be repeated.</exception>
    /// <exception cref="KeyUnusableException">The vault refuses, or holds something else under the wallet's id.</exception>
    Task<WalletKey> CreateAsync(WalletId walletId, CancellationToken cancellationToken);

    /// <summary>
    /// The same for a wallet that is made later, or never. Where the vault has labels the key bears one that says so, by which the keys
    /// of wallets are told from unused ones when the database is lost.
    /// </summary>
    /// <exception cref="PortUnavailableException">The vault could not be reached; the call may be repeated.</exception>
    /// <exception cref="KeyUnusableException">The vault refuses, or holds something else under the wallet's id.</exception>
    Task<WalletKey> PrepareAsync(WalletId walletId, CancellationToken cancellationToken) => CreateAsync(walletId, cancellationToken);

    /// <summary>
    /// Makes a further key of a wallet, with an address of its own, when its key is rotated. The earlier ones stay as they are. Idempotent
    /// by wallet id and number.
    /// </summary>
    /// <param name="walletId">The wallet.</param>
    /// <param name="keyNumber">From 2 on: <see cref="Management.Wallet.KeyNumber"/> of the wallet afterwards.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="PortUnavailableException">The vault could not be reached; the call may be repeated.</exception>
    /// <exception cref="KeyUnusableException">The vault refuses, or holds something else under the name of this key.</exception>
    Task<WalletKey> RenewAsync(WalletId walletId, int keyNumber, CancellationToken cancellationToken);

    /// <summary>
    /// Signs exactly <paramref name="message"/> with the pinned key version. The 64-byte Ed25519 signature has been verified
    /// against the key's address. Ed25519 is deterministic (RFC 8032): repeating the call gives the same signature.
    /// </summary>
    /// <remarks>
    /// Before the vault is asked, the key is held against what does not come from the database: its name must be one that the vault
    /// gave for <paramref name="walletId"/>, and the public key that the vault shows for it must be the address. A record that was
    /// altered by hand ends here, as <see cref="KeyUnusableException.IsMismatch"/>.
    /// </remarks>
    /// <exception cref="PortUnavailableException">The vault could not be reached; the call may be repeated.</exception>
    /// <exception cref="KeyUnusableException">The key can't be used until an operator acts.</exception>
    Task<byte[]> SignAsync(WalletId walletId, WalletKey key, ReadOnlyMemory<byte> message, CancellationToken cancellationToken);

    /// <summary>
    /// Asks the vault, every time, whether the stored key is one of the wallet's and can be used: the name one that the vault gave for
    /// <paramref name="walletId"/>, the address the public key that the vault shows for it. For addresses that are paid without a signature of theirs.
    /// </summary>
    /// <exception cref="PortUnavailableException">The vault could not be reached; the call may be repeated.</exception>
    /// <exception cref="KeyUnusableException">The key can't be used, or is another than the stored one (<see cref="KeyUnusableException.IsMismatch"/>).</exception>
    Task CheckAsync(WalletId walletId, WalletKey key, CancellationToken cancellationToken);
}

/// <summary>The keys of one provider; several may serve at once, each the wallets whose keys it made.</summary>
public interface IKeyVault : IWalletKeys;

/// <summary>What the service stores of a key: never more than the public half and where the private half is.</summary>
/// <param name="Provider">Whose key it is: <see cref="IWalletKeys.Provider"/>.</param>
/// <param name="KeyVersionName">The vault's full name of the pinned key version.</param>
/// <param name="Address">The Ed25519 public key, which is the wallet's address.</param>
/// <param name="ProtectionLevel"><c>SOFTWARE</c> or <c>HSM</c>, as the vault reports it.</param>
public sealed record WalletKey(string Provider, string KeyVersionName, SolanaAddress Address, string ProtectionLevel);
