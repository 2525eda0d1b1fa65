namespace WalletService.Contracts.Management;

/// <summary>Puts a wallet away: it signs nothing until it is taken out again, and stays watched. Route <see cref="Routes.ArchiveWallet"/>.</summary>
public sealed record ArchiveWallet
{
    public required string UserId { get; init; }

    public required string WalletId { get; init; }
}

/// <inheritdoc cref="ArchiveWallet"/>
public sealed record ArchiveWalletReply : Reply<WalletDetails>;
