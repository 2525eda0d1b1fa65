namespace WalletService.Contracts.Management;

/// <summary>A wallet as callers see it.</summary>
public sealed record WalletDetails
{
    /// <summary>UUID of version 7.</summary>
    public required string WalletId { get; init; }

    public required string UserId { get; init; }

    public required string Label { get; init; }

    /// <summary>Solana address, base58.</summary>
    public required string Address { get; init; }

    /// <summary><c>open</c>, <c>frozen</c> or <c>archived</c>.</summary>
    public required string Status { get; init; }

    /// <summary>Whether this is the user's one active wallet.</summary>
    public required bool IsActive { get; init; }

    /// <summary>RFC 3339, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Every address that the wallet has or had, oldest first; only from <c>get</c> and <c>rotateKey</c>, else null.</summary>
    public IReadOnlyList<WalletAddressDetails>? Addresses { get; init; }
}
