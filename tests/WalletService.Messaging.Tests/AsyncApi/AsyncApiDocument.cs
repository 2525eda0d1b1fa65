using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using WalletService.Contracts;
using WalletService.Contracts.Management;
using WalletService.Domain.Events;
using WalletService.Messaging.Routing;

namespace WalletService.Messaging.Tests.AsyncApi;

/// <summary>
/// Makes <c>docs/asyncapi.json</c> of the routes, the contracts and their comments, the kinds of events and the examples of the
/// documentation. The form is AsyncAPI 3.0.
/// </summary>
internal static class AsyncApiDocument
{
    private const string SchemaPrefix = "#/components/schemas/";
    private const string Replies = "replies";

    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static JsonObject Create()
    {
        var schemas = new ContractSchemas(SchemaPrefix);
        var channels = new JsonObject();
        var operations = new JsonObject();
        var messages = new JsonObject();
        var replies = new JsonObject();
        foreach (var route in WalletRoutes.All)
        {
            AddRoute(route, schemas, channels, operations, messages, replies);
        }

        channels[Replies] = new JsonObject
        {
            ["address"] = null,
            ["title"] = "Replies",
            ["description"] = "The queue that a request names in `reply_to`, or RabbitMQ's direct reply-to. Replies come through the default exchange.",
            ["messages"] = replies,
        };
        foreach (var kind in EventKinds.All)
        {
            AddEvent(kind, schemas, channels, operations, messages);
        }

        return new JsonObject
        {
            ["asyncapi"] = "3.0.0",
            ["info"] = Info(),
            ["defaultContentType"] = "application/json",
            ["servers"] = Servers(),
            ["channels"] = channels,
            ["operations"] = operations,
            ["components"] = new JsonObject
            {
                ["messages"] = messages,
                ["schemas"] = new JsonObject(schemas.Named.Select(schema => KeyValuePair.Create(schema.Key, (JsonNode?)schema.Value))),
            },
        };
    }

    public static string Write(JsonNode node) => node.ToJsonString(Format) + "\n";

    /// <summary>The contracts of a route: request, reply, and the reply's data.</summary>
    public static (Type Request, Type Reply, Type Data) ContractsOf(WalletRoute route) =>
        route.GetType().GetGenericArguments() is [var request, var reply, var data]
            ? (request, reply, data)
            : throw new InvalidOperationException($"{route.Name} is no typed route.");

    private static JsonObject Info() => new()
    {
        ["title"] = "WalletService",
        ["version"] = typeof(Routes).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0],
        ["description"] =
            "Custodial Solana wallets over RabbitMQ. A request is a JSON object published to the exchange `wallet` with the route as routing "
            + "key; its reply comes to `reply_to` with the request's `correlation_id`. Events are published to the exchange "
            + "`wallet.events`. The same routes answer MassTransit's request clients in their envelopes. docs/api.md, docs/events.md and "
            + "docs/error-codes.md tell the meaning; this document tells the form.",
        ["license"] = new JsonObject { ["name"] = "Apache-2.0", ["url"] = "https://www.apache.org/licenses/LICENSE-2.0" },
    };

    private static JsonObject Servers() => new()
    {
        ["broker"] = new JsonObject
        {
            ["host"] = "rabbitmq.example:5671",
            ["protocol"] = "amqps",
            ["protocolVersion"] = "0-9-1",
            ["description"] = "Your RabbitMQ. Each calling service has a user of its own there, whose name it gives in `user_id`.",
        },
    };

    private static void AddRoute(
        WalletRoute route, ContractSchemas schemas, JsonObject channels, JsonObject operations, JsonObject messages, JsonObject replies)
    {
        var (request, reply, data) = ContractsOf(route);
        var description = XmlSummaries.Of(request) ?? throw new InvalidOperationException($"{request} has no summary.");
        messages[request.Name] = Message(
            route.Name, description, schemas.Of(request), new JsonObject { ["payload"] = RequestExamples.RequestOf(route.Name) });
        messages[request.Name]!["headers"] = RequestHeaders();
        messages[request.Name]!["correlationId"] = CorrelationId();
        messages[reply.Name] = Message(
            $"Reply to {route.Name}",
            XmlSummaries.Of(data) ?? description,
            schemas.OfReply(reply, data),
            new JsonObject { ["payload"] = RequestExamples.ReplyOf(route.Name) });
        messages[reply.Name]!["correlationId"] = CorrelationId();
        replies[reply.Name] = Reference("components", "messages", reply.Name);
        channels[route.Name] = Channel(route.Name, request.Name, Routes.Exchange);
        operations[route.Name] = new JsonObject
        {
            ["action"] = "receive",
            ["channel"] = Reference("channels", route.Name),
            ["summary"] = description,
            ["tags"] = new JsonArray([.. TagsOf(route).Select(tag => new JsonObject { ["name"] = tag })]),
            ["messages"] = new JsonArray(Reference("channels", route.Name, "messages", request.Name)),
            ["reply"] = new JsonObject
            {
                ["address"] = new JsonObject
                {
                    ["location"] = "$message.header#/reply_to",
                    ["description"] = "The AMQP property `reply_to` of the request.",
                },
                ["channel"] = Reference("channels", Replies),
                ["messages"] = new JsonArray(Reference("channels", Replies, "messages", reply.Name)),
            },
        };
    }

    private static void AddEvent(EventKind kind, ContractSchemas schemas, JsonObject channels, JsonObject operations, JsonObject messages)
    {
        var name = EventPages.NameOf(kind);
        messages[name] = Message(
            name,
            EventPages.DescriptionOf(kind),
            new JsonObject
            {
                ["allOf"] = new JsonArray(
                    schemas.Of(typeof(WalletEvent)),
                    new JsonObject
                    {
                        ["properties"] = new JsonObject
                        {
                            ["topic"] = new JsonObject { ["const"] = kind.Topic },
                            ["type"] = new JsonObject { ["const"] = kind.Type },
                            ["data"] = EventPages.SchemaOf(kind),
                        },
                    }),
            },
            new JsonObject { ["payload"] = EventExamples.Of(kind) });
        channels[name] = Channel(name, name, Routes.EventsExchange);
        operations[name] = new JsonObject
        {
            ["action"] = "send",
            ["channel"] = Reference("channels", name),
            ["tags"] = new JsonArray(new JsonObject { ["name"] = kind.Topic }),
            ["messages"] = new JsonArray(Reference("channels", name, "messages", name)),
        };
    }

    private static JsonObject Message(string title, string description, JsonObject payload, JsonObject example) => new()
    {
        ["title"] = title,
        ["description"] = description,
        ["contentType"] = "application/json",
        ["payload"] = payload,
        ["examples"] = new JsonArray(example),
    };

    private static JsonObject Channel(string address, string message, string exchange) => new()
    {
        ["address"] = address,
        ["messages"] = new JsonObject { [message] = Reference("components", "messages", message) },
        ["bindings"] = new JsonObject
        {
            ["amqp"] = new JsonObject
            {
                ["is"] = "routingKey",
                ["exchange"] = new JsonObject { ["name"] = exchange, ["type"] = "topic", ["durable"] = true, ["vhost"] = "/" },
                ["bindingVersion"] = "0.3.0",
            },
        },
    };

    private static IEnumerable<string> TagsOf(WalletRoute route) =>
    [
        string.Join('.', route.Name.Split('.').Take(2)),
        .. route.IsForAdministrators ? (string[])["administrators"] : [],
        .. route.IsRead ? (string[])["read"] : [],
    ];

    private static JsonObject RequestHeaders() => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject
        {
            ["schema-version"] = new JsonObject { ["type"] = "integer", ["const"] = 1, ["description"] = "Of the contracts; 1 when missing." },
            ["traceparent"] = new JsonObject { ["type"] = "string", ["description"] = "W3C trace context." },
        },
    };

    private static JsonObject CorrelationId() => new()
    {
        ["location"] = "$message.header#/correlation_id",
        ["description"] = "The AMQP property `correlation_id`: any text; the reply has the request's.",
    };

    private static JsonObject Reference(params IEnumerable<string> path) => new() { ["$ref"] = $"#/{string.Join('/', path)}" };
}
