namespace WalletService.Contracts.Management;

/// <summary>An address that a wallet has or had.</summary>
public sealed record WalletAddressDetails
{
    /// <summary>Solana address, base58.</summary>
    public required string Address { get; init; }

    /// <summary>
    /// <c>current</c>: the wallet pays from it. <c>retired</c>: replaced by a rotation; what comes in is moved to the current one.
    /// <c>destroying</c>: its key is being destroyed, and what comes in is lost.
    /// </summary>
    public required string State { get; init; }

    /// <summary>Since when it is in this state: RFC 3339, UTC.</summary>
    public required DateTimeOffset Since { get; init; }
}
