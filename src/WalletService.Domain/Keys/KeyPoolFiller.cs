using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Domain.Keys;

/// <summary>Makes keys ahead of the wallets that will have them, one at a time.</summary>
public sealed class KeyPoolFiller(IKeyPool pool, IWalletKeys keys, KeyPoolOptions options, TimeProvider time)
{
    private volatile int ready;

    /// <summary>How many keys were ready when last counted.</summary>
    public int Ready => ready;

    /// <summary>
    /// Makes the next key, if it is its turn. A crash on the way loses nothing: the id is on record before its key is made, and whoever
    /// takes it up gets the same key. False when no key was to be made.
    /// </summary>
    /// <exception cref="PortUnavailableException">The database or the vault is away; try again later.</exception>
    /// <exception cref="KeyUnusableException">The vault refuses to make keys.</exception>
    public async Task<bool> StepAsync(CancellationToken cancellationToken)
    {
        var id = await pool.ReserveAsync(WalletId.New(time), keys.Provider, options, cancellationToken);
        if (id is not null)
        {
            await pool.AddAsync(id, await keys.PrepareAsync(id, cancellationToken), cancellationToken);
        }

        ready = await pool.CountAsync(keys.Provider, cancellationToken);
        return id is not null;
    }
}
