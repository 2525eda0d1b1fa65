using System.Globalization;
using System.Text.Json;
using WalletService.Contracts;

namespace WalletService.Chaos.Callers;

/// <summary>A reply as a caller read it.</summary>
public sealed record ReplyNote
{
    private static readonly string[] RetryableWithoutRecord = ["RATE_LIMITED", "DEPENDENCY_UNAVAILABLE", "INTERNAL"];

    public required DateTimeOffset At { get; init; }

    /// <summary>The route of the request that it answers.</summary>
    public required string Route { get; init; }

    /// <summary>Whether it answers a request with other content under a key in use, which has to be refused.</summary>
    public bool AnswersConflict { get; init; }

    public required bool Success { get; init; }

    public string? Code { get; init; }

    public string? TransactionId { get; init; }

    /// <summary>State of the transfer, in the data or in the error's details.</summary>
    public string? Status { get; init; }

    public string? Signature { get; init; }

    public ulong? Lamports { get; init; }

    public ulong? Fee { get; init; }

    /// <summary>Present when it is of a payment in a token.</summary>
    public TokenNote? Token { get; init; }

    public ulong? Slot { get; init; }

    /// <summary>Source before and after, recipient before and after (null where it is left out); null when the reply has no balances.</summary>
    public IReadOnlyList<ulong?>? Balances { get; init; }

    /// <summary>Of every transaction that was signed, where the reply tells them all.</summary>
    public IReadOnlyList<string> AttemptSignatures { get; init; } = [];

    /// <summary>The reply, word for word.</summary>
    public required string Body { get; init; }

    /// <summary>Whether it says that the payment is in a block that stays.</summary>
    public bool SaysPaid => Success && Status is "confirmed" or "finalized";

    /// <summary>The end of the intent, if this reply tells it with all that belongs to it: a refused cancellation does not.</summary>
    public IntentEnd? End => Route == Routes.CancelTransaction && !Success ? null : NamedEnd;

    /// <summary>The end of the intent, if this reply names one.</summary>
    public IntentEnd? NamedEnd => Status switch
    {
        "finalized" => IntentEnd.Finalized,
        "failed" => IntentEnd.Failed,
        "rejected" => IntentEnd.Rejected,
        "expired" => IntentEnd.Expired,
        "cancelled" => IntentEnd.Cancelled,
        null when IsRefusalForGood => IntentEnd.Refused,
        _ => null,
    };

    private bool IsRefusalForGood =>
        !Success && !AnswersConflict && Code is not null && TransactionId is null && !RetryableWithoutRecord.Contains(Code)
        && Route is Routes.TransferSol or Routes.TransferToken or Routes.SendTransaction;

    /// <summary>Reads a reply of any route about transfers.</summary>
    public static ReplyNote Parse(string body, string route, DateTimeOffset at, bool answersConflict = false)
    {
        using var document = JsonDocument.Parse(body);
        var root = document.RootElement;
        var success = root.GetProperty("success").GetBoolean();
        var error = success ? default : root.GetProperty("error");
        var fields = success ? root.GetProperty("data") : Member(error, "details");
        return new ReplyNote
        {
            At = at,
            Route = route,
            AnswersConflict = answersConflict,
            Success = success,
            Code = Text(success ? Member(fields, "error") : error, "code"),
            TransactionId = Text(fields, "transactionId"),
            Status = Text(fields, "status"),
            Signature = Text(fields, "signature"),
            Lamports = Number(fields, "lamports"),
            Fee = Number(fields, "feeLamports"),
            Token = TokenNote.Parse(Member(fields, "token")),
            Slot = Number(fields, "slot"),
            Balances = BalancesOf(fields),
            AttemptSignatures = AttemptsOf(fields),
            Body = body,
        };
    }

    private static ulong?[]? BalancesOf(JsonElement fields)
    {
        var balances = Member(fields, "balances");
        return balances.ValueKind != JsonValueKind.Object
            ? null
            : [.. new[] { "sourceBefore", "sourceAfter", "recipientBefore", "recipientAfter" }.Select(name => Number(balances, name))];
    }

    private static string[] AttemptsOf(JsonElement fields) => Member(fields, "attempts") is { ValueKind: JsonValueKind.Array } attempts
        ? [.. attempts.EnumerateArray().Select(attempt => Text(attempt, "signature")).OfType<string>()]
        : [];

    private static JsonElement Member(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var member) ? member : default;

    private static string? Text(JsonElement parent, string name) =>
        Member(parent, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static ulong? Number(JsonElement parent, string name) => Member(parent, name) switch
    {
        { ValueKind: JsonValueKind.Number } number => number.GetUInt64(),
        { ValueKind: JsonValueKind.String } text => ulong.Parse(text.GetString()!, NumberStyles.None, CultureInfo.InvariantCulture),
        _ => null,
    };
}
