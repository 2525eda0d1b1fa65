using System.Text.Json.Serialization;

namespace WalletService.Contracts.Transactions;

/// <summary>
/// Pays a token of the Token or Token-2022 program from a wallet, exactly once. Route <see cref="Routes.TransferToken"/>. Fields that
/// the service does not know are refused.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record TransferToken
{
    public required string UserId { get; init; }

    public required string WalletId { get; init; }

    /// <summary>The wallet that is paid, base58; not its token account.</summary>
    public required string Recipient { get; init; }

    /// <summary>The token, by its mint's address, base58.</summary>
    public required string Mint { get; init; }

    /// <summary>
    /// Tokens as an exact decimal (text or JSON number, at most the mint's decimals), or <c>"max"</c> for all that the wallet's token
    /// account holds and has not reserved.
    /// </summary>
    [JsonConverter(typeof(AmountConverter))]
    public required string Amount { get; init; }

    /// <summary>
    /// What <see cref="Amount"/> counts when the mint withholds a fee: <c>sent</c> (when missing), what leaves the wallet, or
    /// <c>received</c>, what arrives.
    /// </summary>
    public string? AmountMeaning { get; init; }

    /// <summary>Text for the Memo program, public on chain; at most 500 bytes of UTF-8.</summary>
    public string? Memo { get; init; }

    /// <summary>When to reply: <c>submitted</c>, <c>confirmed</c> (when missing) or <c>finalized</c>.</summary>
    public string? WaitFor { get; init; }

    /// <summary>Reply with the state so far after this many milliseconds: 0 to 60,000; 20,000 when missing.</summary>
    public int? WaitMs { get; init; }

    /// <summary>
    /// For how long the service may sign a transaction for it, in milliseconds from its receipt: 1,000 to 86,400,000; the service's
    /// setting (2 minutes) when missing.
    /// </summary>
    public int? ValidForMs { get; init; }

    /// <summary>Idempotency key, unique per user: the same request again returns the same transfer.</summary>
    public string? RequestId { get; init; }
}

/// <inheritdoc cref="TransferToken"/>
public sealed record TransferTokenReply : Reply<TransferDetails>;
