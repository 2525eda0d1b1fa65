using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using WalletService.Solana;
using WalletService.TestKit.Servers;

namespace WalletService.EndToEnd.Tests.Hostile;

/// <summary>Lies for a <see cref="MaliciousNode"/>.</summary>
internal static class NodeLies
{
    private const string FarTooMuch = "1000000000000000000";
    private const ulong FarTooHigh = 1UL << 60;

    public static NodeLie EverySignatureIsFinal { get; } = Statuses("every signature is final", """
        {"slot":1,"confirmations":null,"err":null,"status":{"Ok":null},"confirmationStatus":"finalized"}
        """);

    public static NodeLie EverySignatureHasFailed { get; } = NodeLie.All(
        "every signature has failed",
        Statuses("statuses", """
            {"slot":1,"confirmations":null,"err":"AccountNotFound","status":{"Err":"AccountNotFound"},"confirmationStatus":"finalized"}
            """),
        On("getTransaction", "details", result => result["meta"]!["err"] = "AccountNotFound"));

    /// <summary>Nothing was ever executed, and its time is over.</summary>
    public static NodeLie EverySignatureIsDead { get; } = NodeLie.All(
        "every signature is dead",
        Statuses("statuses", "null"),
        Result("no details", "getTransaction", () => null),
        InContext("no blockhash is valid", "isBlockhashValid", result => result["value"] = false),
        On("getEpochInfo", "the last block is past", result => result["blockHeight"] = result["blockHeight"]!.GetValue<ulong>() + 1_000));

    /// <summary>Blockhashes are said to live a hundred and forty-five blocks shorter than they do.</summary>
    public static NodeLie BlockhashesDieEarly { get; } = InContext(
        "blockhashes die early",
        "getLatestBlockhash",
        result => result["value"]!["lastValidBlockHeight"] = result["value"]!["lastValidBlockHeight"]!.GetValue<ulong>() - 145);

    /// <summary>Of single answers and of all of them at once, each by its name.</summary>
    public static IReadOnlyList<(NodeLie Lie, string HeardAt)> Assorted { get; } =
    [
        (EverySignatureIsFinal, "getSignatureStatuses"),
        (EverySignatureHasFailed, "getSignatureStatuses"),
        (EverySignatureIsDead, "getSignatureStatuses"),
        (BlockhashesDieEarly, "getLatestBlockhash"),
        (Lamports("everybody is rich", FarTooMuch), "getMultipleAccounts"),
        (Lamports("everybody is poor", "0"), "getMultipleAccounts"),
        (InContext("blockhashes that never were", "getLatestBlockhash", result =>
            result["value"]!["blockhash"] = Blockhash.FromBytes(RandomNumberGenerator.GetBytes(32)).ToString()), "getLatestBlockhash"),
        (InContext("blockhashes live for ever", "getLatestBlockhash", result =>
            result["value"]!["lastValidBlockHeight"] = FarTooHigh), "getLatestBlockhash"),
        (InContext("blockhashes of the future", "getLatestBlockhash", result =>
        {
            result["context"]!["slot"] = FarTooHigh;
            result["value"]!["lastValidBlockHeight"] = FarTooHigh;
        }), "getLatestBlockhash"),
        (Result("far ahead", "getSlot", () => JsonValue.Create(FarTooHigh)), "getSlot"),
        (InContext("simulations that move nothing", "simulateTransaction", result =>
        {
            result["value"]!["err"] = null;
            result["value"]!["postBalances"] = result["value"]!["preBalances"]?.DeepClone();
            result["value"]!["fee"] = 0;
            result["value"]!["unitsConsumed"] = 0;
        }), "simulateTransaction"),
        (Result("rent for nothing", "getMinimumBalanceForRentExemption", () => JsonValue.Create(0)), string.Empty),
        (Result("rent for the rich", "getMinimumBalanceForRentExemption", () => JsonNode.Parse(FarTooMuch)), string.Empty),
        (Result("absurd priority fees", "getRecentPrioritizationFees", () =>
            JsonNode.Parse($$"""[{"slot":1,"prioritizationFee":{{FarTooMuch}}}]""")), string.Empty),
        (Error("every send is refused", "sendTransaction", keepsResult: false), "sendTransaction"),
        (Error("an error and a success in one", "sendTransaction", keepsResult: true), "sendTransaction"),
        (Result("another signature", "sendTransaction", () =>
            Base58.Encode(RandomNumberGenerator.GetBytes(64))), "sendTransaction"),
        (Everything("another id", reply => reply["id"] = 4711), "getSignatureStatuses"),
        (Everything("wrong types", reply => reply["result"] = "a text"), "getLatestBlockhash"),
        (Everything("nothing", reply => reply["result"] = null), "getLatestBlockhash"),
        (Everything("neither", reply => reply.Remove("result")), "getLatestBlockhash"),
        (Shouted("garbage", "\u0000not JSON at all}}}"), "getLatestBlockhash"),
        (Shouted("deep JSON", string.Concat(Enumerable.Repeat("[", 1_000_000))), "getLatestBlockhash"),
        (Endless(), "getLatestBlockhash"),
    ];

    /// <summary>Doubles, in its blocks, what everybody received, or tells each of their transactions twice; and has run ahead of all others.</summary>
    public static NodeLie InventedDeposits(string address, bool areTwice) => NodeLie.All(
        "invented deposits",
        new NodeLie("ahead") { Forge = (method, _, reply) => method == "getSlot" && Change(reply, result => reply["result"] = result.GetValue<ulong>() + 1_000) },
        new NodeLie("blocks")
        {
            Forge = (method, _, reply) => method == "getBlock" && Change(reply, result =>
            {
                var transactions = result["transactions"]!.AsArray();
                foreach (var transaction in transactions.Where(each => each!.ToJsonString().Contains(address, StringComparison.Ordinal)).ToList())
                {
                    if (areTwice)
                    {
                        transactions.Add(transaction!.DeepClone());
                        continue;
                    }

                    var balances = transaction!["meta"]!["postBalances"]!.AsArray();
                    for (var index = 0; index < balances.Count; index++)
                    {
                        balances[index] = balances[index]!.GetValue<ulong>() * 2;
                    }
                }
            }),
        });

    /// <summary>Changes the replies to all methods but those by which a node is known and looked at.</summary>
    private static NodeLie Everything(string name, Action<JsonObject> change) => new(name)
    {
        Forge = (method, _, reply) =>
        {
            if (method is "getGenesisHash" or "getHealth" or "getSlot")
            {
                return false;
            }

            change(reply);
            return true;
        },
    };

    private static NodeLie Result(string name, string method, Func<JsonNode?> result) => new(name)
    {
        Forge = (asked, _, reply) =>
        {
            if (asked != method)
            {
                return false;
            }

            reply.Remove("error");
            reply["result"] = result();
            return true;
        },
    };

    private static NodeLie Error(string name, string method, bool keepsResult) => new(name)
    {
        Forge = (asked, _, reply) =>
        {
            if (asked != method)
            {
                return false;
            }

            if (!keepsResult)
            {
                reply.Remove("result");
            }

            reply["error"] = JsonNode.Parse(
                """{"code":-32002,"message":"refused","data":{"err":"AccountNotFound","logs":[],"accounts":null,"unitsConsumed":0}}""");
            return true;
        },
    };

    private static NodeLie InContext(string name, string method, Action<JsonNode> change) => On(method, name, change);

    private static NodeLie On(string method, string name, Action<JsonNode> change) => new(name)
    {
        Forge = (asked, _, reply) => asked == method && Change(reply, change),
    };

    private static NodeLie Statuses(string name, string status) => On("getSignatureStatuses", name, result =>
    {
        var statuses = result["value"]!.AsArray();
        for (var index = 0; index < statuses.Count; index++)
        {
            statuses[index] = JsonNode.Parse(status);
        }
    });

    private static NodeLie Lamports(string name, string lamports) => NodeLie.All(
        name,
        On("getBalance", "balance", result => result["value"] = ulong.Parse(lamports, CultureInfo.InvariantCulture)),
        On("getMultipleAccounts", "accounts", result =>
        {
            foreach (var account in result["value"]!.AsArray().OfType<JsonObject>())
            {
                account["lamports"] = ulong.Parse(lamports, CultureInfo.InvariantCulture);
            }
        }));

    private static NodeLie Shouted(string name, string body) => new(name)
    {
        Shout = method => method is "getGenesisHash" or "getHealth" or "getSlot"
            ? null
            : async (stream, cancellationToken) => await stream.WriteAsync(Encoding.UTF8.GetBytes(body), cancellationToken),
    };

    private static NodeLie Endless() => new("a reply without an end")
    {
        Shout = method => method is not ("getLatestBlockhash" or "getSignatureStatuses" or "getMultipleAccounts")
            ? null
            : async (stream, cancellationToken) =>
            {
                var spaces = Encoding.UTF8.GetBytes(new string(' ', 1 << 20));
                while (true)
                {
                    await stream.WriteAsync(spaces, cancellationToken);
                }
            },
    };

    private static bool Change(JsonObject reply, Action<JsonNode> change)
    {
        if (reply["result"] is not { } result)
        {
            return false;
        }

        change(result);
        return true;
    }
}
