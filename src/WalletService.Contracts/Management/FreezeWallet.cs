namespace WalletService.Contracts.Management;

/// <summary>Keeps a wallet from signing until it is unfrozen. Route <see cref="Routes.FreezeWallet"/>.</summary>
public sealed record FreezeWallet
{
    public required string UserId { get; init; }

    public required string WalletId { get; init; }

    /// <summary>Why, for the audit log: at most 256 characters.</summary>
    public string? Reason { get; init; }
}

/// <inheritdoc cref="FreezeWallet"/>
public sealed record FreezeWalletReply : Reply<WalletDetails>;
