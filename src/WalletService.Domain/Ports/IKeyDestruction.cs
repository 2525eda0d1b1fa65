using WalletService.Domain.Values;

namespace WalletService.Domain.Ports;

/// <summary>Has the keys of one provider destroyed. Only operators do that, never the service.</summary>
public interface IKeyDestruction
{
    /// <summary>Whose keys it destroys: <see cref="IWalletKeys.Provider"/>.</summary>
    string Provider { get; }

    /// <summary>
    /// Disables the key and schedules its destruction with the longest wait that the vault allows. Idempotent: of one that is scheduled
    /// already it tells when.
    /// </summary>
    /// <returns>When the key is gone for good: an operator of the vault can restore it until then.</returns>
    /// <exception cref="PortUnavailableException">The vault could not be reached; the call may be repeated.</exception>
    /// <exception cref="KeyUnusableException">The vault refuses, or the name is no key of the wallet's.</exception>
    Task<DateTimeOffset> ScheduleAsync(WalletId walletId, WalletKey key, CancellationToken cancellationToken);
}
