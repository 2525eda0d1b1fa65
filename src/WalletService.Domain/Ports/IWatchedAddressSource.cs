namespace WalletService.Domain.Ports;

/// <summary>Gives the addresses of all wallets, and then of those that were added.</summary>
public interface IWatchedAddressSource
{
    /// <summary>
    /// The addresses of the wallets that were committed since the mark was given; all of them without a mark. None is ever left out; some
    /// may be given twice.
    /// </summary>
    /// <exception cref="PortUnavailableException">The database can't be reached.</exception>
    Task<AddedAddresses> LoadAsync(ulong? mark, CancellationToken cancellationToken);
}

/// <param name="Addresses">In base58.</param>
/// <param name="Mark">To be passed the next time.</param>
public sealed record AddedAddresses(IReadOnlyList<string> Addresses, ulong Mark);
