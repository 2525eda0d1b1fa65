namespace WalletService.Contracts.Management;

/// <summary>Lists a user's wallets, oldest first. Route <see cref="Routes.ListWallets"/>.</summary>
public sealed record ListWallets
{
    public required string UserId { get; init; }

    /// <summary>1 to 200; 50 when missing.</summary>
    public int? Limit { get; init; }

    /// <summary><c>nextCursor</c> of the page before.</summary>
    public string? Cursor { get; init; }
}

/// <summary>One page of wallets.</summary>
public sealed record WalletList
{
    public required IReadOnlyList<WalletDetails> Wallets { get; init; }

    /// <summary>Missing on the last page.</summary>
    public string? NextCursor { get; init; }
}

/// <inheritdoc cref="ListWallets"/>
public sealed record ListWalletsReply : Reply<WalletList>;
