namespace WalletService.Contracts.Management;

/// <summary>Lets a wallet sign again. A freeze by an administrator stays. Route <see cref="Routes.UnfreezeWallet"/>.</summary>
public sealed record UnfreezeWallet
{
    public required string UserId { get; init; }

    public required string WalletId { get; init; }

    /// <summary>Why, for the audit log: at most 256 characters.</summary>
    public string? Reason { get; init; }
}

/// <inheritdoc cref="UnfreezeWallet"/>
public sealed record UnfreezeWalletReply : Reply<WalletDetails>;
