using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace WalletService.Messaging.Tests.AsyncApi;

/// <summary>Whether a value fits a schema, of those parts of JSON Schema that the service's schemas are made of; any other is an error.</summary>
internal static class SchemaCheck
{
    private static readonly HashSet<string> Understood = new(
        ["$ref", "$schema", "$defs", "title", "description", "type", "format", "minimum", "const", "required", "properties",
         "additionalProperties", "items", "oneOf", "allOf"],
        StringComparer.Ordinal);

    /// <summary>What is wrong, each with the place; empty when it fits.</summary>
    /// <param name="root">The document in which references are looked up.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="value">What has to fit it.</param>
    /// <param name="place">Where the value is.</param>
    public static IEnumerable<string> Differences(JsonObject root, JsonObject schema, JsonNode? value, string place = "$")
    {
        foreach (var keyword in schema.Select(keyword => keyword.Key).Where(keyword => !Understood.Contains(keyword)))
        {
            yield return $"{place}: the schema has {keyword}, which is not understood here";
        }

        IEnumerable<string>[] found =
        [
            schema["$ref"] is { } reference ? Differences(root, Resolve(root, reference.GetValue<string>()), value, place) : [],
            schema["allOf"] is JsonArray all ? all.SelectMany(part => Differences(root, part!.AsObject(), value, place)) : [],
            schema["oneOf"] is JsonArray one && one.Count(part => !Differences(root, part!.AsObject(), value, place).Any()) is var fits and not 1
                ? [$"{place}: fits {fits} of the alternatives, not one"]
                : [],
            CheckValue(schema, value, place),
            value is JsonObject fields ? CheckFields(root, schema, fields, place) : [],
            value is JsonArray items && schema["items"] is JsonObject item
                ? items.SelectMany((each, index) => Differences(root, item, each, $"{place}[{index.ToString(CultureInfo.InvariantCulture)}]"))
                : [],
        ];
        foreach (var difference in found.SelectMany(each => each))
        {
            yield return difference;
        }
    }

    /// <summary>What a reference within the document means.</summary>
    public static JsonObject Resolve(JsonObject root, string reference)
    {
        JsonNode? node = root;
        foreach (var step in reference.Split('/').Skip(1))
        {
            node = node?[step];
        }

        return node as JsonObject ?? throw new InvalidOperationException($"There is no {reference}.");
    }

    private static IEnumerable<string> CheckValue(JsonObject schema, JsonNode? value, string place)
    {
        if (schema["type"] is { } type)
        {
            string[] allowed = type is JsonArray several ? [.. several.Select(one => one!.GetValue<string>())] : [type.GetValue<string>()];
            if (!allowed.Any(name => IsOfType(value, name)))
            {
                yield return $"{place}: is no {string.Join(" or ", allowed)}";
            }
        }

        if (schema["const"] is { } constant && !JsonNode.DeepEquals(constant, value))
        {
            yield return $"{place}: is not {constant.ToJsonString()}";
        }

        if (schema["minimum"] is { } minimum && value?.GetValueKind() == JsonValueKind.Number
            && decimal.Parse(value.ToJsonString(), CultureInfo.InvariantCulture) < decimal.Parse(minimum.ToJsonString(), CultureInfo.InvariantCulture))
        {
            yield return $"{place}: is below {minimum.ToJsonString()}";
        }

        if (schema["format"]?.GetValue<string>() == "date-time"
            && !DateTimeOffset.TryParse(value?.GetValue<string>(), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out _))
        {
            yield return $"{place}: is no time";
        }
    }

    private static IEnumerable<string> CheckFields(JsonObject root, JsonObject schema, JsonObject fields, string place)
    {
        var required = schema["required"]?.AsArray().Select(name => name!.GetValue<string>()) ?? [];
        foreach (var name in required.Where(name => !fields.ContainsKey(name)))
        {
            yield return $"{place}: has no {name}";
        }

        var known = schema["properties"] as JsonObject ?? [];
        foreach (var (name, value) in fields)
        {
            var own = known[name] as JsonObject ?? schema["additionalProperties"] as JsonObject;
            if (own is not null)
            {
                foreach (var difference in Differences(root, own, value, $"{place}.{name}"))
                {
                    yield return difference;
                }
            }
            else if (schema["additionalProperties"] is JsonValue none && !none.GetValue<bool>())
            {
                yield return $"{place}: has {name}, which the schema does not know";
            }
        }
    }

    private static bool IsOfType(JsonNode? value, string name) => (value?.GetValueKind() ?? JsonValueKind.Null) switch
    {
        JsonValueKind.Object => name == "object",
        JsonValueKind.Array => name == "array",
        JsonValueKind.String => name == "string",
        JsonValueKind.True or JsonValueKind.False => name == "boolean",
        JsonValueKind.Number => name == "number" || (name == "integer" && value!.ToJsonString().All(sign => char.IsAsciiDigit(sign) || sign == '-')),
        _ => name == "null",
    };
}
