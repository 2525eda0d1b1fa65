using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using WalletService.Chaos.Parts;
using WalletService.Contracts;

namespace WalletService.Chaos.Callers;

/// <summary>A caller's side of the wire: publishes JSON, reads replies. Knows nothing of the service's code but the names of its routes.</summary>
internal sealed class CallerConnection : IAsyncDisposable
{
    /// <summary>A queue that does not exist: replies to it are lost.</summary>
    private const string Nowhere = "chaos.nowhere";

    private const string DirectReplyTo = "amq.rabbitmq.reply-to";

    private readonly ConcurrentDictionary<string, Action<string>> expected = new(StringComparer.Ordinal);
    private readonly BrokerChannel channel;
    private readonly string name;
    private readonly string brokerUser;
    private readonly string replyTo;
    private int last;

    /// <param name="hasQueue">Replies come to a durable queue, which outlives the broker; else by direct reply-to, which does not.</param>
    public CallerConnection(BrokerAccess broker, string name, bool hasQueue)
    {
        this.name = name;
        brokerUser = broker.UserName;
        replyTo = hasQueue ? $"chaos.replies.{name}" : DirectReplyTo;
        channel = new BrokerChannel(broker, SetUpAsync);
    }

    /// <summary>
    /// Publishes a request; false when the broker went away meanwhile, so that nobody knows whether it has the request. Every reply that
    /// ever comes, also long after, goes to <paramref name="onReply"/>.
    /// </summary>
    /// <param name="times">How many copies are published, one after the other.</param>
    /// <param name="losesReply">The replies go to a queue that does not exist.</param>
    public async Task<bool> SendAsync(
        OutgoingRequest request, Action<string> onReply, CancellationToken cancellationToken, int times = 1, bool losesReply = false)
    {
        var correlationId = string.Create(CultureInfo.InvariantCulture, $"{name}-{Interlocked.Increment(ref last)}");
        expected[correlationId] = onReply;
        var properties = new BasicProperties
        {
            ContentType = "application/json",
            UserId = brokerUser,
            DeliveryMode = DeliveryModes.Persistent,
            ReplyTo = losesReply ? Nowhere : replyTo,
            CorrelationId = correlationId,
        };
        if (request.MessageId is { } messageId)
        {
            properties.MessageId = messageId;
        }

        try
        {
            for (var copy = 0; copy < times; copy++)
            {
                await channel.UseAsync(
                    open => open.BasicPublishAsync(
                        Routes.Exchange, request.Route, mandatory: false, properties, Encoding.UTF8.GetBytes(request.Body), cancellationToken).AsTask(),
                    cancellationToken);
            }

            return true;
        }
        catch (Exception exception) when (BrokerChannel.IsLoss(exception))
        {
            return false;
        }
    }

    /// <summary>Asks, and waits for the reply; null when none came in time.</summary>
    public async Task<string?> AskAsync(OutgoingRequest request, TimeSpan patience, CancellationToken cancellationToken)
    {
        var reply = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!await SendAsync(request, body => reply.TrySetResult(body), cancellationToken))
        {
            return null;
        }

        try
        {
            return await reply.Task.WaitAsync(patience, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    /// <summary>Asks again and again until the request succeeds; returns the data of the reply.</summary>
    public async Task<JsonElement> InsistAsync(OutgoingRequest request, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await AskAsync(request, TimeSpan.FromSeconds(10), cancellationToken) is { } body)
            {
                var reply = JsonElement.Parse(body);
                if (reply.GetProperty("success").GetBoolean())
                {
                    return reply.GetProperty("data");
                }
            }

            await Task.Delay(TimeSpan.FromMilliseconds(300), cancellationToken);
        }
    }

    public ValueTask DisposeAsync() => channel.DisposeAsync();

    private async Task SetUpAsync(IChannel open)
    {
        if (replyTo != DirectReplyTo)
        {
            await open.QueueDeclareAsync(replyTo, durable: true, exclusive: false, autoDelete: false);
        }

        var consumer = new AsyncEventingBasicConsumer(open);
        consumer.ReceivedAsync += (_, delivery) =>
        {
            if (delivery.BasicProperties.CorrelationId is { } id && expected.TryGetValue(id, out var onReply))
            {
                onReply(Encoding.UTF8.GetString(delivery.Body.Span));
            }

            return Task.CompletedTask;
        };
        await open.BasicConsumeAsync(replyTo, autoAck: true, consumer);
    }
}

/// <summary>A request as it goes over the wire.</summary>
internal sealed record OutgoingRequest(string Route, string Body, string? MessageId = null);
