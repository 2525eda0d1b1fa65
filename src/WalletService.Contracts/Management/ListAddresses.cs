namespace WalletService.Contracts.Management;

/// <summary>Lists a user's address book by name. Route <see cref="Routes.ListAddresses"/>.</summary>
public sealed record ListAddresses
{
    public required string UserId { get; init; }

    /// <summary>1 to 200; 50 when missing.</summary>
    public int? Limit { get; init; }

    /// <summary><c>nextCursor</c> of the page before.</summary>
    public string? Cursor { get; init; }
}

/// <summary>One page of an address book.</summary>
public sealed record AddressList
{
    public required IReadOnlyList<AddressDetails> Addresses { get; init; }

    /// <summary>Missing on the last page.</summary>
    public string? NextCursor { get; init; }
}

/// <inheritdoc cref="ListAddresses"/>
public sealed record ListAddressesReply : Reply<AddressList>;
