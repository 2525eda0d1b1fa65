using System.Diagnostics.CodeAnalysis;
using WalletService.Domain.Errors;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;

namespace WalletService.Messaging.Transactions;

/// <summary>Makes values of the fields of payments in tokens. Each refusal names the field as JSON spells it.</summary>
internal static class TokenFields
{
    public static bool TryMint(
        string? text, [NotNullWhen(true)] out SolanaAddress? mint, [NotNullWhen(false)] out WalletError? refusal)
    {
        const string Rule = "is the address of a token's mint: 32 bytes in base58.";
        refusal = SolanaAddress.TryParse(text, out mint)
            ? null
            : WalletErrors.ValidationFailed("mint", text is null ? $"is missing. It {Rule}" : Rule);
        return mint is not null;
    }

    /// <summary>An exact number of tokens; null for <c>max</c>. Whether the mint has so many decimals is judged by the chain's facts.</summary>
    public static bool TryQuantity(string? text, out TokenQuantity? quantity, [NotNullWhen(false)] out WalletError? refusal)
    {
        const string Rule = "is a number of tokens as an exact decimal above 0, without sign or exponent, or \"max\".";
        quantity = null;
        refusal = null;
        if (string.Equals(text, "max", StringComparison.Ordinal))
        {
            return true;
        }

        if (!TokenQuantity.TryParse(text, out var parsed) || parsed.IsZero)
        {
            refusal = WalletErrors.ValidationFailed("amount", text is null ? $"is missing. It {Rule}" : Rule);
            return false;
        }

        quantity = parsed;
        return true;
    }

    public static bool TryMeaning(string? text, out TokenAmountMeaning meaning, [NotNullWhen(false)] out WalletError? refusal)
    {
        (meaning, var known) = text switch
        {
            null or "sent" => (TokenAmountMeaning.Sent, true),
            "received" => (TokenAmountMeaning.Received, true),
            _ => (TokenAmountMeaning.Sent, false),
        };
        refusal = known ? null : WalletErrors.ValidationFailed("amountMeaning", "is sent or received.");
        return known;
    }
}
