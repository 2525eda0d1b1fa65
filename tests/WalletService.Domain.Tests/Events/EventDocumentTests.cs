using System.Text.Json.Nodes;
using WalletService.Domain.Events;
using WalletService.Domain.Values;
using WalletService.TestKit.Documents;
using WalletService.TestKit.Servers;

namespace WalletService.Domain.Tests.Events;

/// <summary><c>docs/events.md</c> has every event of the service with its fields, and no other.</summary>
public sealed class EventDocumentTests
{
    private static readonly string Document = File.ReadAllText(RepositoryRoot.PathOf("docs", "events.md"));

    [Fact]
    public void Every_event_is_documented_as_it_is() => Assert.Empty(EventDocument.Differences(Document, EventKinds.All));

    [Fact]
    public void The_frame_of_every_event_is_documented_as_it_is()
    {
        var json = EventJson.Write(new OutboxEvent
        {
            Id = 1,
            EventId = Guid.CreateVersion7(),
            Topic = EventTopics.Wallets,
            Type = "created",
            Version = 1,
            WalletId = WalletId.New(TimeProvider.System),
            UserId = UserId.Parse("user"),
            Sequence = 1,
            OccurredAt = DateTimeOffset.UnixEpoch,
            Data = "{}",
        });

        var documented = MarkdownTable.Read(Document).First(table => table.Columns[0] == "field").Rows.Select(row => MarkdownTable.FirstCode(row[0]));
        Assert.Equal(documented, JsonNode.Parse(json)!.AsObject().Select(field => field.Key));
    }

    [Fact]
    public void Every_topic_has_a_section() =>
        Assert.All(EventTopics.All, topic => Assert.Contains($"## `{topic}`\n", Document, StringComparison.Ordinal));

    [Fact]
    public void No_two_events_share_a_name_and_each_is_of_a_known_topic()
    {
        Assert.Distinct(EventKinds.All.Select(kind => $"{kind.Topic}.{kind.Type}"));
        Assert.All(EventKinds.All, kind => Assert.Contains(kind.Topic, EventTopics.All));
    }

    [Theory]
    [InlineData("`wallet-events.activated`", "`wallet-events.awakened`", "wallet-events.awakened does not exist")]
    [InlineData("`wallet-events.activated`", "`wallet-events.awakened`", "wallet-events.activated is not in the document")]
    [InlineData("`wallet-events.activated`", "`wallet-events.created`", "wallet-events.created is there twice")]
    [InlineData("| `label` | string? |", "| `label` | number |", "wallet-events.created has the fields label string")]
    [InlineData("| `slot` | number? |", "| `slot` | number |", "transaction-events.confirmed has the fields")]
    [InlineData("| `role` | string | `primary` or `backup` |\n", "", "network-events.node.down has the fields")]
    public void A_wrong_document_is_reported(string text, string replacement, string difference) => Assert.Contains(
        EventDocument.Differences(Document.Replace(text, replacement, StringComparison.Ordinal), EventKinds.All),
        found => found.StartsWith(difference, StringComparison.Ordinal));

    /// <summary>What is told outside the catalogue of kinds would be told by no document.</summary>
    [Fact]
    public void Events_are_made_of_known_kinds_alone()
    {
        var outside = Directory.EnumerateFiles(RepositoryRoot.PathOf("src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Where(file => File.ReadAllText(file).Contains("new EventDraft(", StringComparison.Ordinal));

        Assert.Empty(outside);
    }
}
