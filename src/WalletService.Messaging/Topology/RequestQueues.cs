using System.Diagnostics.Metrics;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace WalletService.Messaging.Topology;

/// <summary>
/// Consumes the queues of requests for as long as the service runs. MassTransit connects again when the broker was away, with two
/// exceptions, after which an endpoint stays silent for ever: a connection that breaks while topology is being declared can leave
/// a declaration of RabbitMQ.Client 7.1 waiting on a semaphore that was disposed; and a cancelled start ends the endpoint (mended
/// in MassTransit 8.5). So an endpoint that does not consume and of which nothing is heard is given up, and another one
/// takes its place.
/// </summary>
internal sealed class RequestQueues : BackgroundService
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    private readonly Meter meter = new("WalletService");
    private readonly IBusControl bus;
    private readonly RequestEndpoints endpoints;
    private readonly IOptions<MessagingOptions> options;
    private readonly TimeProvider time;
    private readonly ILogger<RequestQueues> logger;
    private readonly RequestQueue[] queues;

    public RequestQueues(
        IBusControl bus, RequestEndpoints endpoints, IOptions<MessagingOptions> options, TimeProvider time, ILogger<RequestQueues> logger)
    {
        this.bus = bus;
        this.endpoints = endpoints;
        this.options = options;
        this.time = time;
        this.logger = logger;
        queues = [.. QueueNames.Families.Append(QueueNames.UnknownRoute).Select(name => new RequestQueue(name, time))];
        meter.CreateObservableGauge(
            "wallet_messaging_queues",
            () => new Measurement<int>[]
            {
                new(queues.Count(queue => queue.IsServed), new KeyValuePair<string, object?>("state", "served")),
                new(queues.Count(queue => !queue.IsServed), new KeyValuePair<string, object?>("state", "unserved")),
            },
            description: "Queues of requests that are being consumed by this instance, and those that are not.");
    }

    /// <summary>The queues that are not being consumed, each with what is known of it; empty when all is well.</summary>
    public IReadOnlyList<string> Unserved => [.. queues.Where(queue => !queue.IsServed).Select(queue => $"{queue.Name}: {queue.State}")];

    public override void Dispose()
    {
        meter.Dispose();
        base.Dispose();
    }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var queue in queues)
        {
            queue.Start(bus, endpoints);
        }

        return base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);

        // What an endpoint without a connection had in hand is the broker's again; one that is stuck would never stop.
        await Task.WhenAll(queues.Select(queue => queue.StopAsync(queue.IsServed ? options.Value.StopTimeout : TimeSpan.Zero, cancellationToken)));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            for (var index = 0; index < queues.Length; index++)
            {
                if (!queues[index].IsServed && queues[index].SilentFor > options.Value.QueueRestartAfter)
                {
                    queues[index] = Replace(queues[index]);
                }
            }
        }
    }

    private RequestQueue Replace(RequestQueue stuck)
    {
        logger.QueueStuck(stuck.Name, stuck.SilentFor.TotalSeconds, stuck.State);

        // Begun is enough: from then on the bus does not know it any more.
        _ = stuck.StopAsync(options.Value.StopTimeout, CancellationToken.None);
        var next = new RequestQueue(stuck.Name, time);
        next.Start(bus, endpoints);
        return next;
    }
}
