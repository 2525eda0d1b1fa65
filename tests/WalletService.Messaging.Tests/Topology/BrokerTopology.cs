using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using WalletService.TestKit.Servers;

namespace WalletService.Messaging.Tests.Topology;

/// <summary>
/// What outlives connections in a virtual host: its durable exchanges, queues and bindings, written as RabbitMQ writes definitions, in the order
/// of their names and as of the virtual host <c>wallet</c>.
/// </summary>
internal sealed class BrokerTopology
{
    private const string VirtualHost = "wallet";

    /// <summary>The parts of definitions, in the order in which the file has them.</summary>
    private static readonly string[] Parts = ["exchanges", "queues", "bindings"];

    private static readonly JsonSerializerOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonObject parts;

    private BrokerTopology(JsonObject parts) => this.parts = parts;

    /// <summary>What is documented, and imported by operators.</summary>
    public static string File { get; } = RepositoryRoot.PathOf("docs", "security", "broker-definitions.json");

    /// <summary>Of a virtual host, as its broker has it now.</summary>
    public static async Task<BrokerTopology> ExportAsync(RabbitMqServer server, string virtualHost)
    {
        using var folder = new TemporaryFolder("definitions");
        var file = folder.PathOf("definitions.json");
        await server.ControlAsync("export_definitions", file);
        return Of(await System.IO.File.ReadAllTextAsync(file), virtualHost);
    }

    /// <summary>As the documented definitions have it.</summary>
    public static async Task<BrokerTopology> ReadAsync() => Of(await System.IO.File.ReadAllTextAsync(File), VirtualHost);

    /// <summary>Whether an exchange of this name is there.</summary>
    public bool HasExchange(string name) => parts["exchanges"]!.AsArray().Any(exchange => NameOf(exchange!) == name);

    /// <summary>Definitions of nothing else, for another virtual host.</summary>
    public string DefinitionsFor(string virtualHost)
    {
        var copy = parts.DeepClone().AsObject();
        foreach (var item in copy.SelectMany(part => part.Value!.AsArray()))
        {
            item!["vhost"] = virtualHost;
        }

        return copy.ToJsonString(Format);
    }

    /// <summary>Puts it into the documented definitions, and leaves the users and their permissions there as they are.</summary>
    public async Task WriteAsync()
    {
        var text = await System.IO.File.ReadAllTextAsync(File);
        var documented = JsonNode.Parse(text)!.AsObject();
        var others = documented.Where(part => !Parts.Contains(part.Key, StringComparer.Ordinal)).Select(part => part.Key).ToArray();
        var lines = others.Concat(Parts).Select(part => LinesOf(part, (Parts.Contains(part, StringComparer.Ordinal) ? parts : documented)[part]!.AsArray()));
        await System.IO.File.WriteAllTextAsync(File, $"{{\n{string.Join(",\n", lines)}\n}}\n");
    }

    /// <summary>A line for each, so that what differs can be seen.</summary>
    public override string ToString() => string.Join('\n', Parts.Select(part => LinesOf(part, parts[part]!.AsArray())));

    private static BrokerTopology Of(string definitions, string virtualHost)
    {
        var all = JsonNode.Parse(definitions)!;
        var exchanges = Durable(all["exchanges"]);
        var queues = Durable(all["queues"]);
        var bindings = OfVirtualHost(all["bindings"]).Where(binding =>
            exchanges.Any(exchange => NameOf(exchange) == binding["source"]!.GetValue<string>())
            && (binding["destination_type"]!.GetValue<string>() == "queue" ? queues : exchanges)
                .Any(destination => NameOf(destination) == binding["destination"]!.GetValue<string>()));
        return new BrokerTopology(new JsonObject
        {
            ["exchanges"] = Sorted(exchanges),
            ["queues"] = Sorted(queues),
            ["bindings"] = Sorted(bindings),
        });

        List<JsonObject> Durable(JsonNode? items) =>
            [.. OfVirtualHost(items).Where(item => item["durable"]!.GetValue<bool>() && !item["auto_delete"]!.GetValue<bool>())];

        IEnumerable<JsonObject> OfVirtualHost(JsonNode? items) => (items?.AsArray() ?? [])
            .Select(item => item!.AsObject()).Where(item => item["vhost"]!.GetValue<string>() == virtualHost);
    }

    private static JsonArray Sorted(IEnumerable<JsonObject> items) =>
        [.. items.Select(Normal).OrderBy(Text, StringComparer.Ordinal)];

    /// <summary>Its name first, then where it is, then the rest by name.</summary>
    private static JsonObject Normal(JsonObject item)
    {
        var copy = item.DeepClone().AsObject();
        copy["vhost"] = VirtualHost;
        string[] first = ["name", "source", "destination", "routing_key", "vhost"];
        var order = first.Concat(copy.Select(field => field.Key).Except(first, StringComparer.Ordinal).Order(StringComparer.Ordinal));
        return new JsonObject(order.Where(copy.ContainsKey).Select(key => KeyValuePair.Create(key, Ordered(copy[key]!))));
    }

    private static JsonNode? Ordered(JsonNode value) => value is JsonObject fields
        ? new JsonObject(fields.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone())))
        : value.DeepClone();

    private static string LinesOf(string part, JsonArray items) => part == "vhosts" && items.Count == 1
        ? $"  \"{part}\": [{Text(items[0]!)}]"
        : $"  \"{part}\": [\n{string.Join(",\n", items.Select(item => $"    {Text(item!)}"))}\n  ]";

    private static string Text(JsonNode node) => node is JsonObject fields
        ? fields.Count == 0 ? "{}" : $"{{ {string.Join(", ", fields.Select(field => $"\"{field.Key}\": {Text(field.Value!)}"))} }}"
        : node.ToJsonString(Format);

    private static string NameOf(JsonNode item) => item["name"]!.GetValue<string>();
}
