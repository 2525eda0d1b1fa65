using System.Text.Json;

namespace WalletService.Chaos.Callers;

/// <summary>A delivery from the exchange <c>wallet.events</c>.</summary>
public sealed record EventNote
{
    public required string EventId { get; init; }

    public required string Type { get; init; }

    public required string Topic { get; init; }

    /// <summary>Null for an event of no wallet.</summary>
    public required string? WalletId { get; init; }

    public required long Sequence { get; init; }

    public string? TransactionId { get; init; }

    public string? Signature { get; init; }

    /// <summary>Of a deposit: the same in all its events.</summary>
    public string? DepositId { get; init; }

    /// <summary>The account that it is about: a wallet's address, or a token account.</summary>
    public string? Account { get; init; }

    /// <summary>The token; null for SOL.</summary>
    public string? Mint { get; init; }

    /// <summary>Integer as text.</summary>
    public string? Amount { get; init; }

    /// <summary>The message, word for word.</summary>
    public required string Body { get; init; }

    public static EventNote Parse(string body, string routingKey)
    {
        using var document = JsonDocument.Parse(body);
        var root = document.RootElement;
        var data = root.GetProperty("data");
        return new EventNote
        {
            EventId = root.GetProperty("eventId").GetString()!,
            Type = root.GetProperty("type").GetString()!,
            Topic = routingKey.Split('.')[0],
            WalletId = TextOf(root, "walletId"),
            Sequence = root.TryGetProperty("sequence", out var sequence) && sequence.ValueKind == JsonValueKind.Number ? sequence.GetInt64() : 0,
            TransactionId = TextOf(data, "transactionId"),
            Signature = TextOf(data, "signature"),
            DepositId = TextOf(data, "depositId"),
            Account = TextOf(data, "account"),
            Mint = TextOf(data, "mint"),
            Amount = TextOf(data, "amount"),
            Body = body,
        };
    }

    private static string? TextOf(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;
}
