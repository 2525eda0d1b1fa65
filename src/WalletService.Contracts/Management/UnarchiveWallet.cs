namespace WalletService.Contracts.Management;

/// <summary>Takes a wallet out of the archive. Route <see cref="Routes.UnarchiveWallet"/>.</summary>
public sealed record UnarchiveWallet
{
    public required string UserId { get; init; }

    public required string WalletId { get; init; }
}

/// <inheritdoc cref="UnarchiveWallet"/>
public sealed record UnarchiveWalletReply : Reply<WalletDetails>;
