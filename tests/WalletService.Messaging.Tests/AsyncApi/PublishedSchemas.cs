using System.Text.Json.Nodes;
using WalletService.Contracts.Management;
using WalletService.Domain.Events;
using WalletService.Messaging.Routing;

namespace WalletService.Messaging.Tests.AsyncApi;

/// <summary>Makes <c>docs/schemas</c>: a JSON schema (draft 2020-12) of each message, complete in itself.</summary>
internal static class PublishedSchemas
{
    private const string Definitions = "#/$defs/";

    /// <summary>By the name of the file.</summary>
    public static IReadOnlyDictionary<string, JsonObject> Create()
    {
        var files = new SortedDictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var route in WalletRoutes.All)
        {
            var (request, reply, data) = AsyncApiDocument.ContractsOf(route);
            files[$"{route.Name}.request.json"] = Document($"Request of {route.Name}", schemas => schemas.Of(request));
            files[$"{route.Name}.reply.json"] = Document($"Reply to {route.Name}", schemas => schemas.OfReply(reply, data));
        }

        foreach (var kind in EventKinds.All)
        {
            files[$"{EventPages.NameOf(kind)}.event.json"] = Document(
                $"Event {EventPages.NameOf(kind)}",
                schemas => new JsonObject
                {
                    ["allOf"] = new JsonArray(
                        schemas.Of(typeof(WalletEvent)),
                        new JsonObject { ["properties"] = new JsonObject { ["data"] = EventPages.SchemaOf(kind) } }),
                });
        }

        return files;
    }

    private static JsonObject Document(string title, Func<ContractSchemas, JsonObject> make)
    {
        var schemas = new ContractSchemas(Definitions);
        var document = new JsonObject { ["$schema"] = "https://json-schema.org/draft/2020-12/schema", ["title"] = title };
        foreach (var (key, value) in make(schemas))
        {
            document[key] = value?.DeepClone();
        }

        document["$defs"] = new JsonObject(schemas.Named.Select(schema => KeyValuePair.Create(schema.Key, (JsonNode?)schema.Value)));
        return document;
    }
}
