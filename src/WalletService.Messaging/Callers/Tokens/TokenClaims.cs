using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using WalletService.Domain.Callers;

namespace WalletService.Messaging.Callers.Tokens;

/// <summary>
/// The claims of a token whose signature is right, read strictly: the library turns numbers into text and takes the last of two claims of one
/// name.
/// </summary>
internal sealed class TokenClaims : IDisposable
{
    private const int MostPatterns = 100;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    private readonly JsonDocument document;

    /// <exception cref="JsonException">The claims are no JSON object that can be read in one way only.</exception>
    public TokenClaims(JsonWebToken token)
    {
        document = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(token.EncodedPayload), Strict);
    }

    /// <summary>Null when the claim is missing or no text.</summary>
    public string? Text(string claim) =>
        document.RootElement.TryGetProperty(claim, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Seconds since 1970; null when the claim is missing or no number.</summary>
    public double? Seconds(string claim) =>
        document.RootElement.TryGetProperty(claim, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var seconds)
            ? seconds
            : null;

    public bool Has(string claim) => document.RootElement.TryGetProperty(claim, out _);

    /// <summary>Reads a text or a list of texts. A claim that is missing sets no bounds: null.</summary>
    /// <returns>False when the claim is something else.</returns>
    public bool TryReadPatterns(string claim, out IReadOnlyList<NamePattern>? patterns)
    {
        patterns = null;
        if (!document.RootElement.TryGetProperty(claim, out var value))
        {
            return true;
        }

        JsonElement[] elements = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Take(MostPatterns + 1)] : [value];
        if (elements.Length > MostPatterns || !elements.All(IsPattern))
        {
            return false;
        }

        patterns = [.. elements.Select(element => new NamePattern(element.GetString()!))];
        return true;
    }

    public void Dispose() => document.Dispose();

    private static bool IsPattern(JsonElement element) =>
        element.ValueKind == JsonValueKind.String && element.GetString() is { Length: > 0 and <= NamePattern.MaximumLength };
}
