using System.Text.Json;
using System.Text.Json.Serialization;
using WalletService.Domain.Errors;

namespace WalletService.Postgres.Records;

/// <summary>The forms of what is stored as jsonb.</summary>
internal static class StoredJson
{
    public static string Write(IReadOnlyDictionary<string, string> details) =>
        JsonSerializer.Serialize(new Dictionary<string, string>(details, StringComparer.Ordinal), StoredJsonContext.Default.DictionaryStringString);

    /// <summary>The names and texts; null when it is anything else.</summary>
    public static IReadOnlyDictionary<string, string>? ReadDetails(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.ValueKind == JsonValueKind.Object
            && document.RootElement.EnumerateObject().All(detail => detail.Value.ValueKind == JsonValueKind.String)
                ? document.RootElement.EnumerateObject().ToDictionary(detail => detail.Name, detail => detail.Value.GetString()!, StringComparer.Ordinal)
                : null;
    }

    public static string? Write(WalletError? error) => error is null
        ? null
        : JsonSerializer.Serialize(
            new StoredError(error.Code, error.Message, error.Retryable, new Dictionary<string, string>(error.Details, StringComparer.Ordinal)),
            StoredJsonContext.Default.StoredError);

    public static WalletError? ReadError(string? json) =>
        json is null || JsonSerializer.Deserialize(json, StoredJsonContext.Default.StoredError) is not { } stored
            ? null
            : new WalletError(stored.Code, stored.Message, stored.Retryable) { Details = stored.Details };

    internal sealed record StoredError(string Code, string Message, bool Retryable, Dictionary<string, string> Details);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(StoredJson.StoredError))]
internal sealed partial class StoredJsonContext : JsonSerializerContext;
