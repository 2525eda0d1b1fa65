namespace WalletService.Contracts.Management;

/// <summary>Makes a wallet with a new key in the vault. Route <see cref="Routes.CreateWallet"/>.</summary>
public sealed record CreateWallet
{
    public required string UserId { get; init; }

    /// <summary>1 to 64 characters.</summary>
    public required string Label { get; init; }

    /// <summary>Idempotency key, unique per user: the same request again returns the same wallet.</summary>
    public string? RequestId { get; init; }
}

/// <inheritdoc cref="CreateWallet"/>
public sealed record CreateWalletReply : Reply<WalletDetails>;
