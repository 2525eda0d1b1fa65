using System.Globalization;
using System.Text.Json;

namespace WalletService.Chaos.Callers;

/// <summary>What a reply tells of the tokens of a payment, in base units.</summary>
/// <param name="Balances">Of the token accounts: source before and after, recipient before and after; null where they are left out.</param>
public sealed record TokenNote(string? Mint, ulong? Sent, ulong? Received, IReadOnlyList<ulong?>? Balances)
{
    /// <summary>Reads the field <c>token</c> of a reply; null when there is none.</summary>
    public static TokenNote? Parse(JsonElement token)
    {
        if (token.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        string[] names = ["sourceBefore", "sourceAfter", "recipientBefore", "recipientAfter"];
        return new TokenNote(
            Text(token, "mint"),
            Number(token, "sent"),
            Number(token, "received"),
            token.TryGetProperty("balances", out var balances) && balances.ValueKind == JsonValueKind.Object
                ? [.. names.Select(name => Number(balances, name))]
                : null);
    }

    private static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;

    private static ulong? Number(JsonElement parent, string name) =>
        Text(parent, name) is { } digits ? ulong.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture) : null;
}
