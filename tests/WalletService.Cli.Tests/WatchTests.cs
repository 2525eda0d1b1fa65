using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace WalletService.Cli.Tests;

/// <summary><c>walletctl watch</c>, against a host that streams what the test says.</summary>
public sealed class WatchTests : IAsyncLifetime
{
    private readonly CommandLine line = new();
    private readonly ConcurrentQueue<string> streams = new();
    private readonly ConcurrentQueue<Asked> requests = new();
    private WebApplication? host;
    private int refusal;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        host = builder.Build();
        host.Urls.Add("http://127.0.0.1:0");
        host.MapGet("/events", AnswerAsync);
        await host.StartAsync();
        line.Environment["WALLETCTL_URL"] = host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
    }

    public async Task DisposeAsync() => await host!.DisposeAsync();

    [Fact]
    public async Task Shows_events_and_goes_on_from_the_last_one_after_a_break()
    {
        streams.Enqueue($"retry: 10\nid: 4\n\n{Event(5, "created")}: heartbeat\nid: 7\n\n");
        streams.Enqueue($"id: 7\n\n{Event(8, "activated")}");
        line.Environment["WALLETCTL_TOKEN"] = "secret";

        Assert.Equal(0, await line.RunAsync("watch", "-u", "ann ü", "-w", "w1", "--topic", "wallet-events", "--count", "2"));

        Assert.Contains("wallet-events.created w1#5 label=[red]", line.Output, StringComparison.Ordinal);
        Assert.Contains("wallet-events.activated w1#8", line.Output, StringComparison.Ordinal);
        Assert.Contains("Interrupted (the connection was lost); trying again.", line.Messages, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", line.Output + line.Messages, StringComparison.Ordinal);
        Assert.Equal([string.Empty, "7"], requests.Select(request => request.LastEventId));
        Assert.All(requests, request =>
        {
            Assert.Equal("?userId=ann%20%C3%BC&walletId=w1&topic=wallet-events", request.Query);
            Assert.Equal("Bearer secret", request.Authorization);
        });
    }

    [Fact]
    public async Task Prints_one_json_object_a_line()
    {
        streams.Enqueue($"{Event(5, "created")}{Event(6, "activated")}");

        Assert.Equal(0, await line.RunAsync("watch", "--json", "--count", "2", "--after", "0"));

        var printed = line.Lines().Split('\n').Select(text => JsonNode.Parse(text)!).ToArray();
        Assert.Equal([5L, 6L], printed.Select(item => item["sequence"]!.GetValue<long>()));
        Assert.Equal("0", Assert.Single(requests).LastEventId);
    }

    [Theory]
    [InlineData(401, 1)]
    [InlineData(403, 1)]
    [InlineData(410, 1)]
    [InlineData(400, 2)]
    [InlineData(503, 3)]
    public async Task Says_why_it_is_refused(int status, int exitCode)
    {
        refusal = status;

        Assert.Equal(exitCode, await line.RunAsync("watch"));
        Assert.Contains("Because of the test.", line.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ends_when_events_are_gone()
    {
        streams.Enqueue("event: gone\ndata: {}\n\n");

        Assert.Equal(1, await line.RunAsync("watch"));
        Assert.Contains("were deleted", line.Messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_that_the_service_is_away_and_that_an_address_is_missing()
    {
        Assert.Equal(3, await line.RunAsync("watch", "--url", "http://127.0.0.1:1"));
        line.Environment.Remove("WALLETCTL_URL");
        Assert.Equal(2, await line.RunAsync("watch"));
        Assert.Equal(2, await line.RunAsync("watch", "--url", "ftp://host"));
    }

    private static string Event(int number, string type)
    {
        var json = new JsonObject
        {
            ["eventId"] = $"0197a1b2-c3d4-7000-8000-{number:D12}",
            ["topic"] = "wallet-events",
            ["type"] = type,
            ["version"] = 1,
            ["occurredAt"] = "2026-03-01T12:00:00Z",
            ["walletId"] = "w1",
            ["userId"] = "ann",
            ["sequence"] = number,
            ["data"] = new JsonObject { ["label"] = "[red]" },
        };
        return $"id: {number}\nevent: wallet-events.{type}\ndata: {json.ToJsonString()}\n\n";
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var headers = context.Request.Headers;
        requests.Enqueue(new Asked(context.Request.QueryString.Value, headers["Last-Event-ID"].ToString(), headers.Authorization.ToString()));
        if (refusal != 0)
        {
            await Results.Problem("Because of the test.", statusCode: refusal).ExecuteAsync(context);
            return;
        }

        context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync(streams.TryDequeue(out var stream) ? stream : string.Empty, context.RequestAborted);
    }

    private sealed record Asked(string? Query, string LastEventId, string Authorization);
}
