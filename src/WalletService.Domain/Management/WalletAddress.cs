using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Domain.Management;

/// <summary>A key that a wallet has or had, and with it an address.</summary>
/// <param name="KeyNumber">1 for the key that the wallet was made with, one more with each rotation.</param>
/// <param name="Since">Since when it is in this state.</param>
public sealed record WalletAddress(int KeyNumber, WalletKey Key, WalletAddressState State, DateTimeOffset Since)
{
    public SolanaAddress Address => Key.Address;
}

public enum WalletAddressState
{
    /// <summary>The wallet pays from it.</summary>
    Current,

    /// <summary>A rotation has put another in its place. It is still watched, and what comes in is swept to the current one.</summary>
    Retired,

    /// <summary>Its key is to be destroyed: what comes in is lost unless an operator stops that in time.</summary>
    Destroying,
}
