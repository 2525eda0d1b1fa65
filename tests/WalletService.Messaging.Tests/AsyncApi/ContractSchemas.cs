using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using WalletService.Contracts;
using WalletService.Contracts.Transactions;

namespace WalletService.Messaging.Tests.AsyncApi;

/// <summary>JSON schemas of the contracts, each record under a name of its own, as <see cref="ContractJson"/> writes and reads them.</summary>
internal sealed class ContractSchemas(string referencePrefix)
{
    private readonly SortedDictionary<string, JsonObject> named = new(StringComparer.Ordinal);

    /// <summary>Every record that was asked for, with those that they hold.</summary>
    public IReadOnlyDictionary<string, JsonObject> Named => named;

    /// <summary>A reference to the schema of a record.</summary>
    public JsonObject Of(Type type)
    {
        if (!named.ContainsKey(type.Name))
        {
            // Known before its fields are looked at: one of them may hold the same record.
            named[type.Name] = [];
            named[type.Name] = RecordOf(ContractJson.Options.GetTypeInfo(type));
        }

        return new JsonObject { ["$ref"] = referencePrefix + type.Name };
    }

    /// <summary>A reply of a route: data, or an error.</summary>
    public JsonObject OfReply(Type reply, Type data)
    {
        named[reply.Name] = new JsonObject
        {
            ["type"] = "object",
            ["required"] = new JsonArray("success"),
            ["properties"] = new JsonObject
            {
                ["success"] = new JsonObject { ["type"] = "boolean" },
                ["data"] = Of(data),
                ["error"] = Of(typeof(ErrorDetails)),
            },
            ["oneOf"] = new JsonArray(
                Outcome(isSuccess: true, "data"),
                Outcome(isSuccess: false, "error")),
        };
        return new JsonObject { ["$ref"] = referencePrefix + reply.Name };
    }

    private static JsonObject Outcome(bool isSuccess, string field) => new()
    {
        ["required"] = new JsonArray(field),
        ["properties"] = new JsonObject { ["success"] = new JsonObject { ["const"] = isSuccess } },
    };

    private JsonObject RecordOf(JsonTypeInfo type)
    {
        var schema = new JsonObject { ["type"] = "object" };
        Describe(schema, XmlSummaries.Of(type.Type));
        var properties = new JsonObject();
        var required = new JsonArray();
        foreach (var field in type.Properties)
        {
            var property = (PropertyInfo)field.AttributeProvider!;
            properties[field.Name] = FieldOf(property);
            if (property.IsDefined(typeof(System.Runtime.CompilerServices.RequiredMemberAttribute)))
            {
                required.Add(field.Name);
            }
        }

        if (required.Count > 0)
        {
            schema["required"] = required;
        }

        schema["properties"] = properties;
        if (type.UnmappedMemberHandling == JsonUnmappedMemberHandling.Disallow)
        {
            schema["additionalProperties"] = false;
        }

        return schema;
    }

    private JsonObject FieldOf(PropertyInfo property)
    {
        var schema = property.GetCustomAttribute<JsonConverterAttribute>()?.ConverterType switch
        {
            var converter when converter == typeof(AmountConverter) => new JsonObject { ["type"] = new JsonArray("string", "number") },
            var converter when converter == typeof(OneOrManyConverter) => new JsonObject
            {
                ["oneOf"] = new JsonArray(new JsonObject { ["type"] = "string" }, ValueOf(property.PropertyType)),
            },
            null => ValueOf(property.PropertyType),
            var other => throw new InvalidOperationException($"The schema of what {other} writes is not known."),
        };
        Describe(schema, XmlSummaries.Of(property));
        return schema;
    }

    private JsonObject ValueOf(Type type)
    {
        var value = Nullable.GetUnderlyingType(type) ?? type;
        if (value == typeof(JsonElement))
        {
            return new JsonObject { ["type"] = "object" };
        }

        if (value == typeof(DateTimeOffset))
        {
            return new JsonObject { ["type"] = "string", ["format"] = "date-time" };
        }

        if (value == typeof(IReadOnlyDictionary<string, string>))
        {
            return new JsonObject { ["type"] = "object", ["additionalProperties"] = new JsonObject { ["type"] = "string" } };
        }

        if (value.IsGenericType && value.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
        {
            return new JsonObject { ["type"] = "array", ["items"] = ValueOf(value.GetGenericArguments()[0]) };
        }

        return Type.GetTypeCode(value) switch
        {
            TypeCode.String => new JsonObject { ["type"] = "string" },
            TypeCode.Boolean => new JsonObject { ["type"] = "boolean" },
            TypeCode.Int32 or TypeCode.Int64 => new JsonObject { ["type"] = "integer" },
            TypeCode.UInt64 or TypeCode.UInt32 or TypeCode.Byte => new JsonObject { ["type"] = "integer", ["minimum"] = 0 },
            TypeCode.Object => Of(value),
            var other => throw new InvalidOperationException($"Contracts have no {other}."),
        };
    }

    private static void Describe(JsonObject schema, string? text)
    {
        if (text is not null)
        {
            schema["description"] = text;
        }
    }
}
