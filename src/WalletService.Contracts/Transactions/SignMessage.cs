using System.Text.Json.Serialization;

namespace WalletService.Contracts.Transactions;

/// <summary>
/// Signs text with the wallet's key, in Solana's off-chain message format, which can never be a transaction. Route
/// <see cref="Routes.SignMessage"/>. Fields that the service does not know are refused.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SignMessage
{
    public required string UserId { get; init; }

    public required string WalletId { get; init; }

    /// <summary>The text: 1 to 1,212 bytes of UTF-8, without control characters but line ends and tabs.</summary>
    public required string Message { get; init; }

    /// <summary>Of the format: 0, which <c>solana verify-offchain-signature</c> reads, or 1, which names the signer. Default 0.</summary>
    public int? FormatVersion { get; init; }

    /// <summary>Idempotency key, unique per user.</summary>
    public string? RequestId { get; init; }
}

/// <summary>A message as it was signed.</summary>
public sealed record SignedMessageDetails
{
    /// <summary>Exactly the bytes that were signed, base64: the text with the format's preamble.</summary>
    public required string SignedBytes { get; init; }

    /// <summary>The wallet's signature over them, base58.</summary>
    public required string Signature { get; init; }

    /// <summary>The wallet's address, by which the signature is verified, base58.</summary>
    public required string Signer { get; init; }

    /// <summary>Of the format.</summary>
    public required int FormatVersion { get; init; }
}

/// <inheritdoc cref="SignMessage"/>
public sealed record SignMessageReply : Reply<SignedMessageDetails>;
