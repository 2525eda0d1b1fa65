using System.Text.Json.Nodes;
using WalletService.Contracts;
using WalletService.Domain.Events;

namespace WalletService.Messaging.Tests.AsyncApi;

/// <summary><c>docs/asyncapi.json</c> and <c>docs/schemas</c> are what the code makes of itself. <c>./dev asyncapi</c> writes them anew.</summary>
public sealed class AsyncApiTests(AsyncApiFiles files) : IClassFixture<AsyncApiFiles>
{
    private const string Advice = "Run ./dev asyncapi.";

    [Fact]
    public void The_document_is_what_the_code_makes()
    {
        Assert.True(File.ReadAllText(files.Document) == AsyncApiDocument.Write(AsyncApiDocument.Create()), Advice);
    }

    [Fact]
    public void The_published_schemas_are_what_the_code_makes_and_no_others()
    {
        var made = PublishedSchemas.Create();

        Assert.Equal(
            made.Keys,
            Directory.EnumerateFiles(files.Schemas, "*.json").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        Assert.All(made, file => Assert.True(
            File.ReadAllText(Path.Combine(files.Schemas, file.Key)) == AsyncApiDocument.Write(file.Value), Advice));
    }

    [Fact]
    public void Every_route_and_every_event_has_a_channel_and_nothing_else_has()
    {
        var addresses = Document()["channels"]!.AsObject().Select(channel => channel.Value!["address"]?.GetValue<string>()).OfType<string>();
        var expected = Routes.All.Concat(EventKinds.All.Select(EventPages.NameOf));

        Assert.Equal(expected.Order(StringComparer.Ordinal), addresses.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_example_fits_its_schema()
    {
        var document = Document();
        var examples = document["components"]!["messages"]!.AsObject().SelectMany(message => message.Value!["examples"]!.AsArray().Select(
            example => (message.Key, Schema: message.Value["payload"]!.AsObject(), Payload: example!["payload"]))).ToList();

        Assert.Equal((Routes.All.Count * 2) + EventKinds.All.Count, examples.Count);
        Assert.Empty(examples.SelectMany(example => SchemaCheck.Differences(document, example.Schema, example.Payload, example.Key)));
    }

    [Fact]
    public void The_examples_fit_the_published_schemas_too()
    {
        Assert.All(Routes.All, route =>
        {
            Assert.Empty(DifferencesFrom($"{route}.request.json", RequestExamples.RequestOf(route)));
            Assert.Empty(DifferencesFrom($"{route}.reply.json", RequestExamples.ReplyOf(route)));
        });
        Assert.All(EventKinds.All, kind => Assert.Empty(DifferencesFrom($"{EventPages.NameOf(kind)}.event.json", EventExamples.Of(kind))));

        IEnumerable<string> DifferencesFrom(string file, JsonNode value)
        {
            var schema = JsonNode.Parse(File.ReadAllText(Path.Combine(files.Schemas, file)))!.AsObject();
            return SchemaCheck.Differences(schema, schema, value);
        }
    }

    [Fact]
    public void Every_reference_leads_somewhere()
    {
        var document = Document();

        Assert.All(ReferencesIn(document), reference => Assert.NotNull(SchemaCheck.Resolve(document, reference)));
    }

    [Theory]
    [InlineData("""{"userId":"u","walletId":"w","recipient":"r"}""", "$: has no amount")]
    [InlineData("""{"userId":"u","walletId":"w","recipient":"r","amount":true}""", "$.amount: is no string or number")]
    [InlineData("""{"userId":"u","walletId":"w","recipient":"r","amount":"1","speed":"high"}""", "$: has speed, which the schema does not know")]
    [InlineData("""{"userId":"u","walletId":"w","recipient":"r","amount":"1","waitMs":1.5}""", "$.waitMs: is no integer")]
    public void What_does_not_fit_is_found(string request, string difference)
    {
        var document = Document();
        var schema = document["components"]!["schemas"]!["TransferSol"]!.AsObject();

        Assert.Equal([difference], SchemaCheck.Differences(document, schema, JsonNode.Parse(request)));
    }

    [Fact]
    public void A_reply_has_data_or_an_error_and_says_which()
    {
        var document = Document();
        var schema = document["components"]!["schemas"]!["CreateWalletReply"]!.AsObject();

        Assert.NotEmpty(SchemaCheck.Differences(document, schema, JsonNode.Parse("""{"success":true}""")));
        Assert.NotEmpty(SchemaCheck.Differences(document, schema, JsonNode.Parse(
            """{"success":true,"error":{"code":"INTERNAL","message":"m","retryable":true}}""")));
        Assert.Empty(SchemaCheck.Differences(document, schema, JsonNode.Parse(
            """{"success":false,"error":{"code":"INTERNAL","message":"m","retryable":true}}""")));
    }

    private JsonObject Document() => JsonNode.Parse(File.ReadAllText(files.Document))!.AsObject();

    private static IEnumerable<string> ReferencesIn(JsonNode? node) => node switch
    {
        JsonObject fields => fields.SelectMany(field =>
            field is { Key: "$ref", Value: JsonValue reference } ? [reference.GetValue<string>()] : ReferencesIn(field.Value)),
        JsonArray items => items.SelectMany(ReferencesIn),
        _ => [],
    };
}
