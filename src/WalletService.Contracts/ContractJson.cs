using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace WalletService.Contracts;

/// <summary>
/// How contracts are written as JSON: camelCase, compact, nulls left out. When reading, a missing field is null, so that the
/// service can name it in its error instead of failing to read the request.
/// </summary>
public static class ContractJson
{
    /// <summary>The settings of every message. Read only.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>Applies the same settings to another serializer's options.</summary>
    public static JsonSerializerOptions Apply(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.DictionaryKeyPolicy = null;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.WriteIndented = false;
        options.AllowDuplicateProperties = false;
        options.TypeInfoResolver = (options.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()).WithAddedModifier(LetRequestFieldsBeMissing);
        return options;
    }

    private static JsonSerializerOptions Create()
    {
        var options = Apply(new JsonSerializerOptions());
        options.MakeReadOnly();
        return options;
    }

    private static void LetRequestFieldsBeMissing(JsonTypeInfo type)
    {
        if (type.Type.Assembly != typeof(ContractJson).Assembly)
        {
            return;
        }

        foreach (var property in type.Properties)
        {
            property.IsRequired = false;
        }
    }
}
