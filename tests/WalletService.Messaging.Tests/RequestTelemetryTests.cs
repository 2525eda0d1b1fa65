using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using WalletService.Messaging.Tests.Fixture;
using WalletService.TestKit.Time;

namespace WalletService.Messaging.Tests;

/// <summary>What operators see of requests.</summary>
public sealed class RequestTelemetryTests(ServiceOnBroker fixture) : IClassFixture<ServiceOnBroker>
{
    [Fact]
    public async Task Works_within_the_trace_of_a_caller_that_sends_a_traceparent()
    {
        var traceId = ActivityTraceId.CreateRandom();
        var activities = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "WalletService",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activities.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);

        var parent = ActivitySpanId.CreateRandom();
        var reply = await AskAsync($"00-{traceId}-{parent}-01");
        Assert.True(reply.Success, reply.Body);
        await Eventually.BecomesTrueAsync(() => activities.Any(activity => activity.TraceId == traceId));
        var mine = Assert.Single(activities, activity => activity.TraceId == traceId);
        Assert.Equal("wallet.management.list", mine.OperationName);
        Assert.Equal(parent, mine.ParentSpanId);

        Assert.True((await AskAsync("no traceparent at all")).Success);
    }

    [Fact]
    public async Task Counts_every_answered_request_by_route_and_outcome()
    {
        var counted = new ConcurrentDictionary<(string Route, string Outcome), long>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, meters) =>
        {
            if (instrument is { Meter.Name: "WalletService", Name: "wallet_requests" })
            {
                meters.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            var route = tags.ToArray().Single(tag => tag.Key == "route").Value!.ToString()!;
            var outcome = tags.ToArray().Single(tag => tag.Key == "outcome").Value!.ToString()!;
            counted.AddOrUpdate((route, outcome), value, (_, sum) => sum + value);
        });
        listener.Start();

        await fixture.Caller.AskAsync("wallet.management.setActive", "{}");
        await fixture.Caller.AskAsync("wallet.management.create", new { userId = Some.User(), label = "a" });
        await fixture.Caller.AskAsync("wallet.management.a-route-of-" + Some.User(), "{}");

        // Other tests send requests of their own meanwhile.
        await Eventually.BecomesTrueAsync(() =>
            counted.GetValueOrDefault(("wallet.management.setActive", "VALIDATION_FAILED")) >= 1
            && counted.GetValueOrDefault(("wallet.management.create", "OK")) >= 1
            && counted.GetValueOrDefault(("unknown", "UNKNOWN_ROUTE")) >= 1);

        // What senders choose never becomes a name of a time series.
        Assert.All(counted.Keys, key => Assert.Contains(key.Route, (string[])[.. Contracts.Routes.All, "unknown"]));
    }

    private Task<AmqpReply> AskAsync(string traceParent) => fixture.Caller.AskAsync(
        "wallet.management.list",
        new { userId = "u" },
        properties => properties.Headers = new Dictionary<string, object?>(StringComparer.Ordinal) { ["traceparent"] = traceParent });
}
