namespace WalletService.Contracts.Management;

/// <summary>Gives an address a name in a user's address book. Route <see cref="Routes.AddAddress"/>.</summary>
public sealed record AddAddress
{
    public required string UserId { get; init; }

    /// <summary>1 to 64 characters of <c>a-z</c>, <c>0-9</c>, <c>.</c>, <c>_</c> and <c>-</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Solana address, base58.</summary>
    public required string Address { get; init; }
}

/// <summary>A line of an address book.</summary>
public sealed record AddressDetails
{
    public required string Name { get; init; }

    public required string Address { get; init; }

    /// <summary>RFC 3339, UTC.</summary>
    public required DateTimeOffset AddedAt { get; init; }
}

/// <inheritdoc cref="AddAddress"/>
public sealed record AddAddressReply : Reply<AddressDetails>;
