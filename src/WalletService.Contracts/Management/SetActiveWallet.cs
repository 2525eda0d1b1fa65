namespace WalletService.Contracts.Management;

/// <summary>Makes a wallet the user's one active wallet. Route <see cref="Routes.SetActiveWallet"/>.</summary>
public sealed record SetActiveWallet
{
    public required string UserId { get; init; }

    public required string WalletId { get; init; }
}

/// <inheritdoc cref="SetActiveWallet"/>
public sealed record SetActiveWalletReply : Reply<WalletDetails>;
