using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WalletService.KmsEmulator.Protocol;

/// <summary>The proto3 JSON mapping, as far as Cloud KMS uses it.</summary>
public static class WireFormat
{
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>Decimal seconds and an <c>s</c>: <c>2592000s</c>, <c>1.5s</c>.</summary>
    public static string Duration(TimeSpan duration) => duration.TotalSeconds.ToString("0.#########", CultureInfo.InvariantCulture) + "s";

    public static TimeSpan ParseDuration(string text)
    {
        if (!text.EndsWith('s') || !decimal.TryParse(text[..^1], NumberStyles.Number, CultureInfo.InvariantCulture, out var seconds))
        {
            throw KmsException.InvalidArgument($"Invalid duration '{text}'.");
        }

        return TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond));
    }

    /// <summary>int64 and Int64Value travel as strings.</summary>
    public static string Int64(uint value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A name, or a number when the client asked for <c>enum-encoding=int</c>; the zero value is left out.</summary>
    public static void Put<T>(this JsonObject target, string field, T value, bool enumsAsIntegers)
        where T : struct, Enum
    {
        var number = Convert.ToInt32(value, CultureInfo.InvariantCulture);
        if (number != 0)
        {
            target[field] = enumsAsIntegers ? number : value.ToString();
        }
    }

    public static T ReadEnum<T>(this JsonObject source, string field)
        where T : struct, Enum
    {
        switch (source[field])
        {
            case null:
                return default;
            case JsonValue value when value.GetValueKind() == JsonValueKind.Number && Enum.IsDefined((T)(object)value.GetValue<int>()):
                return (T)(object)value.GetValue<int>();
            case JsonValue value when value.GetValueKind() == JsonValueKind.String && Enum.TryParse<T>(value.GetValue<string>(), out var parsed):
                return parsed;
            default:
                throw KmsException.InvalidArgument($"Invalid value at '{field}'.");
        }
    }

    public static string? ReadString(this JsonObject source, string field) => source[field]?.GetValue<string>();

    public static JsonObject? ReadObject(this JsonObject source, string field) => source[field] as JsonObject;

    /// <summary>Accepts the number as a string or as a number, as the mapping demands.</summary>
    public static long? ReadInt64(this JsonObject source, string field)
    {
        return source[field] switch
        {
            null => null,
            JsonValue value when value.GetValueKind() == JsonValueKind.Number => value.GetValue<long>(),
            JsonValue value when long.TryParse(value.GetValue<string>(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) => number,
            _ => throw KmsException.InvalidArgument($"Invalid value at '{field}' (TYPE_INT64)."),
        };
    }

    /// <summary>Standard or URL-safe base64, with or without padding; null when the field is absent.</summary>
    public static byte[]? ReadBytes(this JsonObject source, string field)
    {
        if (source.ReadString(field) is not { } text)
        {
            return null;
        }

        var standard = text.Replace('-', '+').Replace('_', '/').TrimEnd('=');
        try
        {
            return Convert.FromBase64String(standard.PadRight((standard.Length + 3) / 4 * 4, '='));
        }
        catch (FormatException)
        {
            throw KmsException.InvalidArgument($"Invalid value at '{field}' (TYPE_BYTES), Base64 decoding failed.");
        }
    }
}
