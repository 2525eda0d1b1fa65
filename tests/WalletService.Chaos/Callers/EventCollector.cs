using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using WalletService.Chaos.Parts;
using WalletService.Contracts;

namespace WalletService.Chaos.Callers;

/// <summary>Reads every event from a durable queue of its own, and acknowledges each once it is noted.</summary>
internal sealed class EventCollector : IAsyncDisposable
{
    private const string Queue = "chaos.events";
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(500);

    private readonly Lock gate = new();
    private readonly List<EventNote> notes = [];
    private readonly BrokerChannel channel;
    private readonly CancellationTokenSource disposing = new();
    private Task watching = Task.CompletedTask;

    public EventCollector(BrokerAccess broker) => channel = new BrokerChannel(broker, SetUpAsync);

    /// <summary>Every delivery so far, repeats included.</summary>
    public IReadOnlyList<EventNote> Notes
    {
        get
        {
            lock (gate)
            {
                return [.. notes];
            }
        }
    }

    /// <summary>Binds the queue; returns once no further event can be missed.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await channel.UseAsync(_ => Task.CompletedTask, cancellationToken);
        watching = StayConnectedAsync(disposing.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await disposing.CancelAsync();
        await watching;
        await channel.DisposeAsync();
        disposing.Dispose();
    }

    private async Task StayConnectedAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(LookInterval, cancellationToken);
                await channel.UseAsync(_ => Task.CompletedTask, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The campaign is over.
        }
    }

    private async Task SetUpAsync(IChannel open)
    {
        await open.ExchangeDeclareAsync(Routes.EventsExchange, ExchangeType.Topic, durable: true, cancellationToken: disposing.Token);
        await open.QueueDeclareAsync(Queue, durable: true, exclusive: false, autoDelete: false, cancellationToken: disposing.Token);
        await open.QueueBindAsync(Queue, Routes.EventsExchange, "#", cancellationToken: disposing.Token);
        await open.BasicQosAsync(0, 256, global: false, disposing.Token);
        var consumer = new AsyncEventingBasicConsumer(open);
        consumer.ReceivedAsync += async (_, delivery) =>
        {
            var note = EventNote.Parse(Encoding.UTF8.GetString(delivery.Body.Span), delivery.RoutingKey);
            lock (gate)
            {
                notes.Add(note);
            }

            try
            {
                await open.BasicAckAsync(delivery.DeliveryTag, multiple: false, disposing.Token);
            }
            catch (Exception exception) when (BrokerChannel.IsLoss(exception) || disposing.IsCancellationRequested)
            {
                // It comes again.
            }
        };
        await open.BasicConsumeAsync(Queue, autoAck: false, consumer, disposing.Token);
    }
}
