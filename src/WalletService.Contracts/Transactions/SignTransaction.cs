using System.Text.Json.Serialization;

namespace WalletService.Contracts.Transactions;

/// <summary>
/// Signs a caller's transaction with the wallet's key, without sending it. Route <see cref="Routes.SignTransaction"/>. Fields that
/// the service does not know are refused.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SignTransaction
{
    public required string UserId { get; init; }

    public required string WalletId { get; init; }

    /// <summary>Base64 of a legacy or v0 transaction in Solana's wire format; empty signature slots are 64 zero bytes.</summary>
    public required string Transaction { get; init; }

    /// <summary>What it takes from the wallet, at most; needed when a policy says so. A transaction that takes more is refused.</summary>
    public IReadOnlyList<DeclaredOutflow>? Declares { get; init; }

    /// <summary>Idempotency key, unique per user.</summary>
    public string? RequestId { get; init; }
}

/// <summary>The transaction with the wallet's signature.</summary>
public sealed record SignedTransactionDetails
{
    /// <summary>Base64, wire format; all but the wallet's signature slot is as it came.</summary>
    public required string Transaction { get; init; }

    /// <summary>The wallet's signature, base58.</summary>
    public required string Signature { get; init; }

    /// <summary>Whether every required signature is there.</summary>
    public required bool Complete { get; init; }

    /// <summary>Addresses whose signatures are still missing.</summary>
    public required IReadOnlyList<string> MissingSigners { get; init; }
}

/// <inheritdoc cref="SignTransaction"/>
public sealed record SignTransactionReply : Reply<SignedTransactionDetails>;
