using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using MassTransit;
using WalletService.Contracts;
using WalletService.Domain.Events;
using WalletService.Domain.Tracing;

namespace WalletService.Messaging.Events;

/// <summary>Publishes events to the topic exchange <see cref="Routes.EventsExchange"/>, each confirmed by the broker.</summary>
internal sealed class EventPublisher(IBus bus)
{
    /// <summary>While the broker is away sending waits; the batch is then tried again.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private static readonly Meter Meter = new("WalletService");

    private static readonly Counter<long> Published = Meter.CreateCounter<long>(
        "wallet_events_published", description: "Events that the broker has confirmed, by topic.");

    private readonly Uri exchange = string.Equals(bus.Address.Scheme, "loopback", StringComparison.Ordinal)
        ? new Uri($"exchange:{Routes.EventsExchange}?type=Topic")
        : new Uri($"exchange:{Routes.EventsExchange}?type=topic");

    /// <summary>
    /// Publishes a batch: the events of one wallet one after the other, wallets side by side. Returns the ids that were confirmed;
    /// after a failure the later events of that wallet are not sent, so that their order holds.
    /// </summary>
    public async Task<PublishedBatch> PublishAsync(IReadOnlyList<OutboxEvent> events, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Timeout);
        var confirmed = new ConcurrentBag<long>();
        Exception? failure = null;
        var endpoint = await bus.GetSendEndpoint(exchange);
        await Task.WhenAll(events.GroupBy(item => item.WalletId).Select(async ofWallet =>
        {
            try
            {
                foreach (var item in ofWallet)
                {
                    using var activity = item.TraceParent is { } traceParent
                        ? Traces.Continue($"publish {item.Topic}.{item.Type}", ActivityKind.Producer, traceParent)
                        : null;
                    await endpoint.Send(EventMessage.Instance, new EventPipe(item, EventJson.Write(item)), timeout.Token);
                    confirmed.Add(item.Id);
                    Published.Add(1, new KeyValuePair<string, object?>("topic", item.Topic));
                }
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        }));
        return new PublishedBatch([.. confirmed], failure);
    }
}

/// <param name="Confirmed">Ids of the events that the broker has.</param>
/// <param name="Failure">Why the others are not published; null when all are.</param>
internal sealed record PublishedBatch(IReadOnlyCollection<long> Confirmed, Exception? Failure);
