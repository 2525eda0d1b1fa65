using System.Globalization;
using System.Net;
using WalletService.Domain.Events;

namespace WalletService.Host.Tests.Events;

/// <summary>What readers of <c>GET /events</c> get. The service has no node, and tells so by events of its own in between.</summary>
public sealed class EventStreamTests
{
    private const string Everything = "everything-token";
    private const string OnlyAnn = "only-ann-token";

    [Fact]
    public async Task Events_come_as_they_are_published_with_ascending_ids_and_the_body_that_the_broker_gets()
    {
        await using var service = await StreamingService.StartAsync();
        using var reading = await service.ReadAsync();
        var wallet = await service.CreateWalletAsync("ann");
        var created = await reading.NextAsync(item => item.WalletId is not null);
        await service.ServiceEvents.AddAsync([NetworkEvents.Node("recovered", "node-a", "primary", "It answers.")], default);
        var recovered = await reading.NextAsync(IsOfNodeA);

        Assert.Equal("text/event-stream", reading.ContentType);
        Assert.True(long.Parse(reading.Start, CultureInfo.InvariantCulture) < created.Number);
        Assert.True(created.Number < recovered.Number);
        Assert.Equal("wallet-events.created", created.Name);
        Assert.Equal(
            ["eventId", "topic", "type", "version", "occurredAt", "walletId", "userId", "sequence", "data"],
            created.Json.AsObject().Select(field => field.Key));
        Assert.Equal(wallet.Id.ToString(), created.WalletId);
        Assert.Equal(wallet.Address.Value, created.Json["data"]!["address"]!.GetValue<string>());
        Assert.Equal("network-events.node.recovered", recovered.Name);
        Assert.Null(recovered.WalletId);
    }

    [Fact]
    public async Task Filters_keep_out_what_does_not_match()
    {
        await using var service = await StreamingService.StartAsync();
        var mine = await service.CreateWalletAsync("ann");
        var other = await service.CreateWalletAsync("bob");
        using var ofUser = await service.ReadAsync("?userId=ann&lastEventId=0");
        using var ofWallet = await service.ReadAsync($"?walletId={other.Id}&lastEventId=0");
        using var ofTopics = await service.ReadAsync("?topic=network-events,transaction-events&lastEventId=0");
        using var ofNobody = await service.ReadAsync($"?userId=ann&walletId={other.Id}&topic=wallet-events&lastEventId=0");
        await service.ServiceEvents.AddAsync([NetworkEvents.Node("recovered", "node-a", "primary", "It answers.")], default);
        var mineToo = await service.CreateWalletAsync("ann");
        await service.ActivateAsync(await service.CreateWalletAsync("bob"));
        await service.ActivateAsync(other);

        Assert.Equal([mine.Id.ToString(), mineToo.Id.ToString()], (await ofUser.NextAsync(2)).Select(item => item.WalletId));
        Assert.Equal(["created", "activated"], (await ofWallet.NextAsync(2)).Select(item => item.Json["type"]!.GetValue<string>()));
        Assert.Equal("network-events.node.recovered", (await ofTopics.NextAsync(IsOfNodeA)).Name);
        await Assert.ThrowsAsync<TimeoutException>(() => ofNobody.NextAsync().WaitAsync(TimeSpan.FromMilliseconds(300)));
    }

    [Fact]
    public async Task A_token_opens_the_events_of_its_users_and_no_others()
    {
        await using var service = await StreamingService.StartAsync(
            [.. StreamingService.Token(0, Everything, "*"), .. StreamingService.Token(1, OnlyAnn, "ann", "anna")]);
        var bobs = await service.CreateWalletAsync("bob");
        var anns = await service.CreateWalletAsync("ann");
        var annas = await service.CreateWalletAsync("anna");

        using var all = await service.ReadAsync("?lastEventId=0", Everything);
        using var own = await service.ReadAsync("?lastEventId=0", OnlyAnn);
        using var one = await service.ReadAsync("?lastEventId=0&userId=anna", OnlyAnn);

        Assert.Equal(bobs.Id.ToString(), (await all.NextAsync(item => item.WalletId is not null)).WalletId);
        Assert.Equal([anns.Id.ToString(), annas.Id.ToString()], (await own.NextAsync(2)).Select(item => item.WalletId));
        Assert.Equal(annas.Id.ToString(), (await one.NextAsync()).WalletId);
    }

    [Theory]
    [InlineData("", null, null, HttpStatusCode.Unauthorized)]
    [InlineData("", "guessed", null, HttpStatusCode.Unauthorized)]
    [InlineData("", "", null, HttpStatusCode.Unauthorized)]
    [InlineData("?userId=bob", "of ann", null, HttpStatusCode.Forbidden)]
    [InlineData("?user=ann", "of ann", null, HttpStatusCode.BadRequest)]
    [InlineData("?userId=ann&userId=bob", "of everybody", null, HttpStatusCode.BadRequest)]
    [InlineData("?walletId=7", "of everybody", null, HttpStatusCode.BadRequest)]
    [InlineData("?topic=wallets", "of everybody", null, HttpStatusCode.BadRequest)]
    [InlineData("?topic=", "of everybody", null, HttpStatusCode.BadRequest)]
    [InlineData("", "of everybody", "-1", HttpStatusCode.BadRequest)]
    [InlineData("?lastEventId=abc", "of everybody", null, HttpStatusCode.BadRequest)]
    [InlineData("", "of everybody", "99", HttpStatusCode.Gone)]
    public async Task Who_may_not_read_or_asks_wrongly_is_told_so(string query, string? reader, string? lastEventId, HttpStatusCode expected)
    {
        await using var service = await StreamingService.StartAsync(
            [.. StreamingService.Token(0, Everything, "*"), .. StreamingService.Token(1, OnlyAnn, "ann")]);

        // The tokens themselves would be in the tests' names, and so in their results.
        var token = reader switch { "of everybody" => Everything, "of ann" => OnlyAnn, _ => reader };
        using var answer = await service.AskAsync(query, token, lastEventId);

        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.DoesNotContain("Set-Cookie", answer.Headers.Select(header => header.Key));
    }

    [Fact]
    public async Task A_refused_reader_is_a_security_violation_told_once_for_many()
    {
        await using var service = await StreamingService.StartAsync(StreamingService.Token(0, Everything, "*"));
        using var reading = await service.ReadAsync("?topic=error-events", Everything);
        for (var number = 0; number < 5; number++)
        {
            (await service.AskAsync(token: "guessed")).Dispose();
        }

        var violation = await reading.NextAsync(item => item.Name == "error-events.security.violation");

        Assert.Equal("critical", violation.Json["data"]!["severity"]!.GetValue<string>());
        Assert.Equal("events.refused", violation.Json["data"]!["what"]!.GetValue<string>());
        Assert.Equal("127.0.0.1", violation.Json["data"]!["subject"]!.GetValue<string>());
        await Assert.ThrowsAsync<TimeoutException>(
            () => reading.NextAsync(item => item.Name == violation.Name).WaitAsync(TimeSpan.FromMilliseconds(300)));
    }

    [Fact]
    public async Task A_silent_stream_says_that_it_lives_and_how_far_it_has_looked()
    {
        await using var service = await StreamingService.StartAsync(("EventStream:HeartbeatInterval", "00:00:00.100"));
        using var all = await service.ReadAsync();
        using var reading = await service.ReadAsync("?userId=nobody");
        await service.CreateWalletAsync("ann");
        var created = await all.NextAsync(item => item.WalletId is not null);

        IReadOnlyDictionary<string, string> block;
        do
        {
            block = await reading.BlockAsync();
            Assert.Equal("heartbeat", block[string.Empty]);
        }
        while (long.Parse(block["id"], CultureInfo.InvariantCulture) < created.Number);
    }

    [Fact]
    public async Task There_are_no_more_readers_than_may_be()
    {
        await using var service = await StreamingService.StartAsync(("EventStream:MaximumConnections", "1"));
        using (await service.ReadAsync())
        {
            using var refused = await service.AskAsync();
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.NotNull(refused.Headers.RetryAfter);
        }

        await TestKit.Time.Eventually.BecomesTrueAsync(async () =>
        {
            using var answer = await service.AskAsync();
            return answer.StatusCode == HttpStatusCode.OK;
        });
    }

    [Fact]
    public async Task A_stopping_service_ends_its_streams_at_once()
    {
        var service = await StreamingService.StartAsync();
        using var reading = await service.ReadAsync();

        await service.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));

        await Assert.ThrowsAnyAsync<IOException>(() => reading.NextAsync());
    }

    [Fact]
    public async Task Without_the_setting_there_is_no_stream()
    {
        await using var service = await StreamingService.StartAsync(("EventStream:Enabled", "false"));
        using var answer = await service.AskAsync();
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_reader_that_is_cut_off_again_and_again_gets_every_event_once(int seed)
    {
        const int wallets = 60;
        const int rounds = 12;
        var random = new Random(seed);
        await using var service = await StreamingService.StartAsync();
        var writing = Task.WhenAll(Enumerable.Range(0, 5).Select(async lane =>
        {
            for (var number = lane; number < wallets; number += 5)
            {
                var user = $"user-{number}";
                var first = await service.CreateWalletAsync(user);
                var second = await service.CreateWalletAsync(user);
                for (var round = 0; round < rounds; round++)
                {
                    await service.ActivateAsync(round % 2 == 0 ? second : first);
                    await Task.Yield();
                }
            }
        }));

        var seen = new List<StreamedEvent>();
        while (seen.Count < wallets * (2 + rounds))
        {
            using var reading = await service.ReadAsync("?topic=wallet-events", lastEventId: seen.Count == 0 ? "0" : seen[^1].Id);
            Assert.Equal(seen.Count == 0 ? "0" : seen[^1].Id, reading.Start);
            var count = Math.Min(random.Next(1, 200), (wallets * (2 + rounds)) - seen.Count);
            seen.AddRange(await reading.NextAsync(count));
        }

        await writing;
        Assert.Equal(seen.Select(item => item.Number).Distinct().Order(), seen.Select(item => item.Number));
        Assert.Equal(2 * wallets, seen.DistinctBy(item => item.WalletId).Count());
        Assert.All(seen.GroupBy(item => item.WalletId), ofWallet => Assert.Equal(
            Enumerable.Range(1, ofWallet.Count()).Select(number => (long)number),
            ofWallet.Select(item => item.Json["sequence"]!.GetValue<long>())));
    }

    private static bool IsOfNodeA(StreamedEvent item) => item.Json["data"]!["node"]?.GetValue<string>() == "node-a";
}
