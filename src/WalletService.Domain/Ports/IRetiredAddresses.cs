using WalletService.Domain.Management;

namespace WalletService.Domain.Ports;

/// <summary>The retired addresses of all wallets as work to be done, shared by all instances.</summary>
public interface IRetiredAddresses
{
    /// <summary>
    /// Takes up to <paramref name="limit"/> retired addresses that are due and from which no open transfer pays and to which nothing is lent just now, the longest due
    /// first.
    /// They are due again after <paramref name="pause"/>, and no other instance takes them until then.
    /// </summary>
    Task<IReadOnlyList<RetiredAddress>> ClaimAsync(int limit, TimeSpan pause, CancellationToken cancellationToken);

    /// <summary>Makes an address due at another time.</summary>
    Task ScheduleAsync(RetiredAddress address, TimeSpan delay, CancellationToken cancellationToken);
}

/// <summary>An address that a rotation has retired.</summary>
/// <param name="Wallet">With its current key.</param>
/// <param name="Address">The retired address.</param>
/// <param name="Round">How many times it has been taken, this time included: no two times have the same.</param>
public sealed record RetiredAddress(Wallet Wallet, WalletAddress Address, int Round);
