using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;

namespace WalletService.Ledger.Solana.Tests.Nodes;

/// <summary>A node that gives exactly the answers that a test has written, and counts what it is asked.</summary>
public sealed class ScriptedNode : HttpMessageHandler
{
    public const string Secret = "provider-key-4711";

    private readonly ConcurrentDictionary<string, ConcurrentQueue<Answer>> answers = new();
    private readonly ConcurrentDictionary<string, int> counts = new();
    private readonly ConcurrentDictionary<string, JsonElement> lastParameters = new();

    public static Uri Endpoint { get; } = new($"http://node.example:8899/{Secret}?key={Secret}");

    /// <summary>Whether every request fails for want of a connection.</summary>
    public bool Fails { get; set; }

    /// <summary>All requests but those for blockhashes and of looks at the node, which come by themselves.</summary>
    public int Total => counts.Where(count => count.Key is not ("getLatestBlockhash" or "getHealth" or "getSlot")).Sum(count => count.Value);

    public static string Result(string json) => $$"""{"jsonrpc":"2.0","id":1,"result":{{json}}}""";

    public static string ErrorObject(string json) => $$"""{"jsonrpc":"2.0","id":1,"error":{{json}}}""";

    public static string Error(int code) => ErrorObject($$"""{"code":{{code}},"message":"as scripted"}""");

    public static string Accounts(ulong slot, ulong lamports) => Result(
        $$"""
        {"context":{"slot":{{slot}}},"value":[{"lamports":{{lamports}},"owner":"11111111111111111111111111111111",
        "data":["","base64"],"executable":false,"rentEpoch":18446744073709551615,"space":0}]}
        """);

    public static string Epoch(ulong slot, ulong blockHeight) => Result(
        $$"""{"absoluteSlot":{{slot}},"blockHeight":{{blockHeight}},"epoch":1,"slotIndex":0,"slotsInEpoch":432000,"transactionCount":1}""");

    public static string InContext(ulong slot, string value) => Result($$"""{"context":{"slot":{{slot}}},"value":{{value}}}""");

    public static string StatusAnswer(ulong slot, string status) => InContext(slot, $"[{status}]");

    /// <summary>An attempt of no particular transaction.</summary>
    public static TransferAttempt Attempt(ulong contextSlot, ulong lastValidBlockHeight) => new()
    {
        Number = 1,
        Signature = TransactionSignature.FromBytes([.. Enumerable.Repeat((byte)7, TransactionSignature.Length)]),
        WireTransaction = new byte[] { 1, 2, 3 },
        Blockhash = "FVen3X669xLzsi6N2V91DoiyzHzg1uAgqiT8jZ9nS96Z",
        LastValidBlockHeight = lastValidBlockHeight,
        ContextSlot = contextSlot,
        Outcome = AttemptOutcome.Live,
        SignedAt = DateTimeOffset.UnixEpoch,
    };

    public int CountOf(string method) => counts.GetValueOrDefault(method);

    /// <summary>The parameters of the last request of a method.</summary>
    public JsonElement LastParametersOf(string method) => lastParameters[method];

    /// <summary>The next answer to a method; answers are given in the order written.</summary>
    public void Enqueue(string method, HttpStatusCode status, string body, int? retryAfterSeconds = null) =>
        answers.GetOrAdd(method, _ => new ConcurrentQueue<Answer>()).Enqueue(new Answer(status, body, retryAfterSeconds));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
        var parsed = JsonElement.Parse(body);
        var method = parsed.GetProperty("method").GetString()!;
        if (parsed.TryGetProperty("params", out var parameters))
        {
            lastParameters[method] = parameters;
        }

        counts.AddOrUpdate(method, 1, (_, count) => count + 1);
        if (Fails)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, "no route");
        }

        var answer = answers.TryGetValue(method, out var queue) && queue.TryDequeue(out var scripted) ? scripted : Usual(method);
        var response = new HttpResponseMessage(answer.Status) { Content = new StringContent(answer.Body, Encoding.UTF8, "application/json") };
        if (answer.RetryAfterSeconds is { } seconds)
        {
            response.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(seconds));
        }

        return response;
    }

    private static Answer Usual(string method) => new(
        HttpStatusCode.OK,
        method switch
        {
            "getHealth" => Result("\"ok\""),
            "getSlot" => Result("100"),
            "getFirstAvailableBlock" => Result("100"),
            "isBlockhashValid" => InContext(slot: 300, "false"),
            "getLatestBlockhash" => Result(
                """
                {"context":{"slot":90},"value":{"blockhash":"FVen3X669xLzsi6N2V91DoiyzHzg1uAgqiT8jZ9nS96Z","lastValidBlockHeight":200}}
                """),
            _ => Error(-32601),
        },
        RetryAfterSeconds: null);

    private sealed record Answer(HttpStatusCode Status, string Body, int? RetryAfterSeconds);
}
