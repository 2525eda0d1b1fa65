using System.Text.Json;

namespace WalletService.Domain.Transactions;

/// <summary>
/// What errors of the chain mean for a payment in a token, where the program's number says it (token-2022 interface, <c>error.rs</c>; the
/// Token program shares the first twenty). <c>docs/tokens.md</c> lists them, and a test compares.
/// </summary>
public static class TokenErrorMeanings
{
    /// <summary>Below it, the programs that create an account have numbers of their own.</summary>
    private const int LeastUnambiguous = 2;

    private const string TooLarge = "TransactionTooLarge";

    /// <summary>By the program's error number.</summary>
    public static IReadOnlyDictionary<int, string> ByNumber { get; } = new Dictionary<int, string>
    {
        [0] = "an account would be left below its rent-exempt minimum",
        [1] = "too few tokens",
        [3] = "the account belongs to another mint",
        [4] = "the account belongs to somebody else",
        [17] = "an account is frozen",
        [18] = "the mint's decimals have changed",
        [31] = "the mint has to be named in the transfer",
        [32] = "the mint's transfer fee has changed",
        [36] = "the recipient's account demands a memo",
        [37] = "the token is non-transferable",
        [42] = "the account does not let programs move its tokens",
        [49] = "the recipient's account takes confidential transfers only",
        [67] = "all transfers of the token are paused",
    };

    /// <summary>The message with the meaning of the error behind it, when there is one.</summary>
    public static string Explain(string message, string chainError, TokenMovement? movement) =>
        movement is not null && !HasHook(movement) && Find(chainError, movement) is { } meaning ? $"{message} The chain's reason: {meaning}." : message;

    /// <summary>A hook's errors come with numbers of its own, and nothing tells them from the token program's.</summary>
    private static bool HasHook(TokenMovement movement) => movement.Parts.Any(part => part.HookAccounts.Count > 0);

    private static string? Find(string chainError, TokenMovement movement)
    {
        try
        {
            using var document = JsonDocument.Parse(chainError);
            return document.RootElement.ValueKind == JsonValueKind.String
                ? document.RootElement.ValueEquals(TooLarge) ? "the payment does not fit into one transaction; shorten the memo" : null
                : Find(document.RootElement, movement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Find(JsonElement error, TokenMovement movement) =>
        error.ValueKind == JsonValueKind.Object
        && error.TryGetProperty("InstructionError", out var instruction)
        && instruction is { ValueKind: JsonValueKind.Array }
        && instruction.GetArrayLength() == 2
        && instruction[1] is { ValueKind: JsonValueKind.Object } reason
        && reason.TryGetProperty("Custom", out var custom)
        && custom.ValueKind == JsonValueKind.Number
        && custom.TryGetInt32(out var number)
        && (number >= LeastUnambiguous || !movement.Parts.Any(part => part.CreatesAccount))
            ? ByNumber.GetValueOrDefault(number)
            : null;
}
