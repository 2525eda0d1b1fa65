using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using WalletService.Contracts;
using WalletService.Contracts.Management;
using WalletService.Domain.Events;
using WalletService.Messaging.Routing;
using WalletService.Messaging.Tests.AsyncApi;
using WalletService.TestKit.Servers;

namespace WalletService.Messaging.Tests;

/// <summary>
/// Two versions that talk to each other: an older client reads what a newer service adds to replies and events, and of what a newer
/// client adds to a request an older service says what it does with it.
/// </summary>
public sealed partial class ForwardCompatibilityTests
{
    private const string Later = "fieldOfALaterVersion";

    [Fact]
    public void An_older_client_reads_replies_with_more_fields_as_those_without_them() => Assert.All(WalletRoutes.All, route =>
    {
        var (_, reply, _) = AsyncApiDocument.ContractsOf(route);
        var example = RequestExamples.ReplyOf(route.Name);
        AssertMoreIsIgnored(example, reply);
        AssertMoreIsIgnored(
            JsonNode.Parse("""{"success":false,"error":{"code":"NEWER_CODE","message":"Of a later version.","retryable":true,"details":{}}}""")!, reply);
    });

    [Fact]
    public void An_older_client_reads_events_with_more_fields_as_those_without_them() =>
        Assert.All(EventKinds.All, kind => AssertMoreIsIgnored(EventExamples.Of(kind), typeof(WalletEvent)));

    [Fact]
    public void Requests_with_more_fields_are_refused_where_value_moves_and_read_as_those_without_them_elsewhere() => Assert.All(WalletRoutes.All, route =>
    {
        var (request, _, _) = AsyncApiDocument.ContractsOf(route);
        var example = RequestExamples.RequestOf(route.Name);
        if (route.RefusesUnknownFields)
        {
            example[Later] = 1;
            Assert.Throws<JsonException>(() => route.ReadRequest(JsonSerializer.SerializeToUtf8Bytes(example)));
        }
        else
        {
            Assert.False(route.MovesValue);
            AssertMoreIsIgnored(example, request);
        }
    });

    [Fact]
    public void The_document_says_which_routes_refuse_them()
    {
        var named = Refusing().Match(File.ReadAllText(RepositoryRoot.PathOf("docs", "api.md"))).Groups["routes"].Value;

        Assert.Equal(
            WalletRoutes.All.Where(route => route.RefusesUnknownFields).Select(route => route.Name.Split('.')[^1]).Order(StringComparer.Ordinal),
            Word().Matches(named).Select(word => word.Groups["name"].Value).Order(StringComparer.Ordinal));
    }

    /// <summary>A field more in every object, of whatever depth, changes nothing.</summary>
    private static void AssertMoreIsIgnored(JsonNode example, Type type)
    {
        var known = Read(example, type);
        var more = Read(AddEverywhere(example.DeepClone()), type);

        // Where an object is handed on as it is, the reader sees the field, and may ignore it.
        RemoveEverywhere(more);
        Assert.True(JsonNode.DeepEquals(known, more), $"{type.Name}: {known} became {more}");
    }

    private static JsonNode Read(JsonNode json, Type type) =>
        JsonSerializer.SerializeToNode(json.Deserialize(type, ContractJson.Options), type, ContractJson.Options)!;

    private static JsonNode AddEverywhere(JsonNode node)
    {
        foreach (var inner in Inner(node))
        {
            AddEverywhere(inner);
        }

        if (node is JsonObject fields)
        {
            fields[Later] = "new";
        }

        return node;
    }

    private static void RemoveEverywhere(JsonNode node)
    {
        (node as JsonObject)?.Remove(Later);
        foreach (var inner in Inner(node))
        {
            RemoveEverywhere(inner);
        }
    }

    private static JsonNode[] Inner(JsonNode node) => node switch
    {
        JsonObject fields => [.. fields.Select(field => field.Value).OfType<JsonNode>()],
        JsonArray items => [.. items.OfType<JsonNode>()],
        _ => [],
    };

    [GeneratedRegex(
        "Unknown fields of a request are ignored, except in(?<routes>.*?), where they are refused", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Refusing();

    [GeneratedRegex("`(?<name>[a-zA-Z]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Word();
}
