namespace WalletService.Contracts.Management;

/// <summary>Gives a wallet another label. Route <see cref="Routes.RenameWallet"/>.</summary>
public sealed record RenameWallet
{
    public required string UserId { get; init; }

    public required string WalletId { get; init; }

    /// <summary>1 to 64 characters after trimming.</summary>
    public required string Label { get; init; }
}

/// <inheritdoc cref="RenameWallet"/>
public sealed record RenameWalletReply : Reply<WalletDetails>;
