using System.Text.Json;
using WalletService.Domain.Errors;
using WalletService.Messaging.Routing;

namespace WalletService.Messaging.Wire;

/// <summary>
/// Says in the words of the contract why a request could not be read. The serializer's own texts name types of the program, which
/// are of no use to a caller.
/// </summary>
internal static class RequestDiagnosis
{
    private const string Body = "body";

    public static WalletError Of(WalletRoute route, ReadOnlySpan<byte> json, JsonException? failure)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            using var document = JsonDocument.ParseValue(ref reader);
            return reader.Read()
                ? WalletErrors.ValidationFailed(Body, "holds more than one JSON value.")
                : Of(route, document.RootElement, failure);
        }
        catch (JsonException exception)
        {
            return WalletErrors.ValidationFailed(
                Body, $"is no valid JSON (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}).");
        }
    }

    private static WalletError Of(WalletRoute route, JsonElement root, JsonException? failure)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return WalletErrors.ValidationFailed(Body, "is a JSON object with the fields of the request.");
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in root.EnumerateObject())
        {
            if (!TryGetName(property, out var name))
            {
                return WalletErrors.ValidationFailed(Body, "has a field whose name is no valid Unicode text.");
            }

            if (!names.Add(name))
            {
                return WalletErrors.ValidationFailed(Shown(name), "is given twice.");
            }

            if (route.RefusesUnknownFields && !route.RequestFields.Contains(name))
            {
                return WalletErrors.ValidationFailed(
                    Shown(name), $"is no field of {route.Name}; a request that moves value takes no others.");
            }
        }

        return WalletErrors.ValidationFailed(FieldOf(failure), "has the wrong JSON type or is no valid text.");
    }

    private static bool TryGetName(JsonProperty property, out string name)
    {
        try
        {
            name = property.Name;
            return true;
        }
        catch (InvalidOperationException)
        {
            name = string.Empty;
            return false;
        }
    }

    /// <summary>A path such as <c>$.walletId</c> names the field.</summary>
    private static string FieldOf(JsonException? failure)
    {
        var path = failure?.Path?.TrimStart('$').TrimStart('.') ?? string.Empty;
        var end = path.AsSpan().IndexOfAny('.', '[');
        var field = end < 0 ? path : path[..end];
        return field.Length == 0 ? Body : Shown(field);
    }

    /// <summary>Field names are the sender's text: long ones are cut.</summary>
    private static string Shown(string name) => name.Length <= 64 ? name : name[..64] + "...";
}
