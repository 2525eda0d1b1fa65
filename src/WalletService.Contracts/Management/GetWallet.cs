namespace WalletService.Contracts.Management;

/// <summary>Reads one wallet. Route <see cref="Routes.GetWallet"/>.</summary>
public sealed record GetWallet
{
    public required string UserId { get; init; }

    public required string WalletId { get; init; }
}

/// <inheritdoc cref="GetWallet"/>
public sealed record GetWalletReply : Reply<WalletDetails>;
