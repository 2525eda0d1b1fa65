using System.Text.Json.Nodes;

namespace WalletService.Chaos.Callers;

/// <summary>What a caller wants: one effect on chain, or none and a reason.</summary>
public sealed record Intent
{
    /// <summary>The idempotency key; sent as <c>requestId</c>, or as the message's id.</summary>
    public required string Key { get; init; }

    /// <summary>Whether the key goes into the body; else it is the AMQP <c>message_id</c>.</summary>
    public bool KeyIsRequestId { get; init; } = true;

    /// <summary>What is special about it, for the counts.</summary>
    public required string Kind { get; init; }

    public required string Route { get; init; }

    public required string UserId { get; init; }

    public required string WalletId { get; init; }

    /// <summary>The wallet's address.</summary>
    public required string Source { get; init; }

    public required string Recipient { get; init; }

    /// <summary>What has to move; null for "max", and for a payment in a token.</summary>
    public required ulong? Lamports { get; init; }

    /// <summary>What it asks for when it is a payment in a token.</summary>
    public TokenAsk? Token { get; init; }

    public string? Memo { get; init; }

    /// <summary>The fields of the request that make up its content: neither the key nor how long to wait.</summary>
    public required JsonObject Content { get; init; }

    /// <summary>The request as it is sent.</summary>
    public string ToBody(string? waitFor, int? waitMs)
    {
        var body = Content.DeepClone().AsObject();
        body["userId"] = UserId;
        body["walletId"] = WalletId;
        if (KeyIsRequestId)
        {
            body["requestId"] = Key;
        }

        if (waitFor is not null)
        {
            body["waitFor"] = waitFor;
        }

        if (waitMs is not null)
        {
            body["waitMs"] = waitMs;
        }

        return body.ToJsonString();
    }
}
