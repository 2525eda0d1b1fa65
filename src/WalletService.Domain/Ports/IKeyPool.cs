using WalletService.Domain.Keys;
using WalletService.Domain.Values;

namespace WalletService.Domain.Ports;

/// <summary>
/// Keys made ahead of the wallets that will have them, shared by all instances. <see cref="IWalletStore.ReserveAsync"/> takes them.
/// </summary>
/// <remarks><see cref="PortUnavailableException"/>: nothing was written. Every method may be repeated.</remarks>
public interface IKeyPool
{
    /// <summary>
    /// Gives out the id for which the next key is to be made: one that was given out and whose key has not come in time, else
    /// <paramref name="id"/>. Null while the pool is full, or when the last one was given out, by any instance, too short a time ago.
    /// </summary>
    Task<WalletId?> ReserveAsync(WalletId id, string provider, KeyPoolOptions options, CancellationToken cancellationToken);

    /// <summary>Adds the key of an id that was given out. Does nothing when it is there already, or was taken.</summary>
    Task AddAsync(WalletId id, WalletKey key, CancellationToken cancellationToken);

    /// <summary>How many keys of the provider are ready to be taken.</summary>
    Task<int> CountAsync(string provider, CancellationToken cancellationToken);
}
