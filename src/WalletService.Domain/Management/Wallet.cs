using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Domain.Management;

/// <summary>A user's wallet: one Solana address whose private key is in the vault.</summary>
public sealed record Wallet
{
    public required WalletId Id { get; init; }

    public required UserId UserId { get; init; }

    public required WalletLabel Label { get; init; }

    public required WalletKey Key { get; init; }

    /// <summary>Which of the wallet's keys <see cref="Key"/> is: 1 for the one that the wallet was made with, one more with each rotation.</summary>
    public int KeyNumber { get; init; } = 1;

    public required WalletStatus Status { get; init; }

    /// <summary>Whether this is the user's one active wallet.</summary>
    public required bool IsActive { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public SolanaAddress Address => Key.Address;
}

public enum WalletStatus
{
    /// <summary>In use.</summary>
    Open,

    /// <summary>Signs nothing until an operator thaws it.</summary>
    Frozen,

    /// <summary>Put away by its user; signs nothing.</summary>
    Archived,
}
