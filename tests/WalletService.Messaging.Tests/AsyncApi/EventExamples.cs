using System.Text.Json.Nodes;
using WalletService.Domain.Events;

namespace WalletService.Messaging.Tests.AsyncApi;

/// <summary>An example of every event, made of an example of every field.</summary>
internal static class EventExamples
{
    private const string Address = "8jZvM2mXQm4kNqzvkHh1mS2vC9m2fVQfVHcQkZ5r3sJ7";
    private const string Hash = "5a1f0c3e9b7d2468ace013579bdf02468ace013579bdf02468ace013579bdf02";
    private const string Id = "0197a1b3-0000-7000-8000-000000000042";

    private const string Signature =
        "5VERv8NMvzbJMEkV8xnrLkEaWRtSz9CosKDYjCJjBRnbJLgp8uirBgmQpjKhoR4tjF3ZpRzrFmBV6UjKdiSZkQUW";

    private const string Time = "2026-11-21T09:30:02.415Z";
    private const string Mint = "2b1kV6DkPAnxd5ixfnxCpjxmKwqjjaYmCZfHsFu24GXo";

    private static readonly Dictionary<string, string> Texts = new(StringComparer.Ordinal)
    {
        ["account"] = Address,
        ["address"] = Address,
        ["amount"] = "250000000",
        ["at"] = Time,
        ["batchId"] = Id,
        ["blockTime"] = Time,
        ["booked"] = "250000000",
        ["by"] = "operations",
        ["code"] = "TRANSACTION_FAILED",
        ["dependency"] = "redis",
        ["depositId"] = Id,
        ["detail"] = "No answer within 2 s.",
        ["difference"] = "-5000",
        ["feeLamports"] = "5000",
        ["hash"] = Hash,
        ["instance"] = "wallet-0",
        ["keyVersion"] = "projects/p/locations/l/keyRings/r/cryptoKeys/audit/cryptoKeyVersions/1",
        ["kind"] = "transferSol",
        ["label"] = "Savings",
        ["lamports"] = "250000000",
        ["message"] = "The transaction was executed and failed.",
        ["mint"] = Mint,
        ["node"] = "primary",
        ["onChain"] = "249995000",
        ["previousHash"] = Hash,
        ["program"] = "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA",
        ["publicKey"] = Address,
        ["reason"] = "It does not answer.",
        ["recipient"] = Address,
        ["recipientAccount"] = Address,
        ["reference"] = Id,
        ["role"] = "primary",
        ["scope"] = "user",
        ["severity"] = "warning",
        ["signals"] = "unusualAmount,firstPaymentToRecipient",
        ["signature"] = Signature,
        ["since"] = Time,
        ["status"] = "confirmed",
        ["subject"] = "user-17",
        ["tokenAccount"] = Address,
        ["tokenAmount"] = "12500000",
        ["transactionId"] = Id,
        ["transferFee"] = "0",
        ["user"] = "user-17",
        ["wallet"] = "0197a1b2-c3d4-7000-8000-000000000017",
        ["what"] = "caller.refused",
    };

    public static JsonObject Of(EventKind kind)
    {
        var data = new JsonObject();
        foreach (var (name, schema) in EventPages.SchemaOf(kind)["properties"]!.AsObject())
        {
            data[name] = schema!["type"]!.GetValue<string>() switch
            {
                "integer" => name == "decimals" ? 9 : 3,
                "boolean" => true,
                _ => Texts.TryGetValue(name, out var text) ? text : $"({name})",
            };
        }

        var isOfService = kind.Topic is EventTopics.Errors or EventTopics.Network;
        var example = new JsonObject
        {
            ["eventId"] = "0197a1b3-1111-7000-8000-000000000001",
            ["topic"] = kind.Topic,
            ["type"] = kind.Type,
            ["version"] = 1,
            ["occurredAt"] = Time,
        };
        if (!isOfService)
        {
            example["walletId"] = "0197a1b2-c3d4-7000-8000-000000000017";
            example["userId"] = "user-17";
            example["sequence"] = 12;
        }

        example["data"] = data;
        return example;
    }
}
