using System.Text.Json;
using System.Text.Json.Serialization;
using WalletService.Domain.Errors;

namespace WalletService.Postgres.Records;

/// <summary>The forms of what is stored as jsonb.</summary>
internal static class StoredJson
{
    public static string Write(IReadOnlyDictionary<string, string> details) =>
        JsonSerializer.Serialize(new Dictionary<string, string>(details, StringComparer.Ordinal), StoredJsonContext.Default.DictionaryStringString);

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
