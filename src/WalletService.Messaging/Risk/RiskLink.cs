using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using WalletService.Domain.Ports;
using WalletService.Domain.Risk;

namespace WalletService.Messaging.Risk;

/// <summary>One connection by which a risk service is asked. A lost one answers nothing any more, and is replaced.</summary>
internal sealed class RiskLink : IAsyncDisposable
{
    private const int CorrelationBytes = 16;

    private readonly IConnection connection;
    private readonly IChannel channel;
    private readonly RiskOptions options;
    private readonly string replyQueue;
    private readonly SemaphoreSlim publishing = new(1, 1);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<byte[]>> waiting = new(StringComparer.Ordinal);

    private RiskLink(IConnection connection, IChannel channel, RiskOptions options)
    {
        this.connection = connection;
        this.channel = channel;
        this.options = options;
        replyQueue = $"{RiskQueues.Replies(options)}.{NewSecret()}";
    }

    public bool IsOpen => channel.IsOpen;

    public static async Task<RiskLink> OpenAsync(ConnectionFactory factory, RiskOptions options, CancellationToken cancellationToken)
    {
        var opened = await factory.CreateConnectionAsync(cancellationToken);
        try
        {
            var talk = await opened.CreateChannelAsync(cancellationToken: cancellationToken);
            var link = new RiskLink(opened, talk, options);
            await link.DeclareAsync(cancellationToken);
            return link;
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    /// <returns>The answer, as it came.</returns>
    /// <exception cref="PortUnavailableException">The connection was lost meanwhile.</exception>
    public async Task<byte[]> AskAsync(byte[] question, CancellationToken cancellationToken)
    {
        // Nobody who has not read the question knows it, and so nobody else can answer.
        var correlationId = NewSecret();
        var answer = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting[correlationId] = answer;
        try
        {
            await PublishAsync(question, correlationId, cancellationToken);
            if (!IsOpen)
            {
                throw Lost();
            }

            return await answer.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            waiting.TryRemove(correlationId, out _);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        FailWaiting();
        publishing.Dispose();
    }

    private static string NewSecret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(CorrelationBytes));

    private static PortUnavailableException Lost() =>
        new(RiskMessages.Dependency, "The connection to the broker was lost before the risk service answered.");

    private async Task DeclareAsync(CancellationToken cancellationToken)
    {
        var (requests, replies) = (RiskQueues.Requests(options), RiskQueues.Replies(options));
        await channel.ExchangeDeclareAsync(options.Exchange, ExchangeType.Direct, durable: true, cancellationToken: cancellationToken);
        await channel.ExchangeDeclareAsync(replies, ExchangeType.Direct, durable: true, cancellationToken: cancellationToken);
        var quorum = new Dictionary<string, object?>(StringComparer.Ordinal) { ["x-queue-type"] = "quorum" };
        await channel.QueueDeclareAsync(
            requests, durable: true, exclusive: false, autoDelete: false, quorum, cancellationToken: cancellationToken);
        await channel.QueueBindAsync(requests, options.Exchange, requests, cancellationToken: cancellationToken);
        await channel.QueueDeclareAsync(replyQueue, durable: false, exclusive: true, autoDelete: true, cancellationToken: cancellationToken);
        await channel.QueueBindAsync(replyQueue, replies, replyQueue, cancellationToken: cancellationToken);

        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += ReceiveAsync;
        channel.ChannelShutdownAsync += (_, _) =>
        {
            FailWaiting();
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(replyQueue, autoAck: true, consumer, cancellationToken);
    }

    /// <summary>A question that nobody has read by the deadline is of no use to anybody: the broker drops it.</summary>
    private async Task PublishAsync(byte[] question, string correlationId, CancellationToken cancellationToken)
    {
        var properties = new BasicProperties
        {
            ContentType = "application/json",
            CorrelationId = correlationId,
            ReplyTo = replyQueue,
            Expiration = ((long)options.Deadline.TotalMilliseconds).ToString(CultureInfo.InvariantCulture),
        };
        await publishing.WaitAsync(cancellationToken);
        try
        {
            await channel.BasicPublishAsync(options.Exchange, RiskQueues.Requests(options), mandatory: false, properties, question, cancellationToken);
        }
        finally
        {
            publishing.Release();
        }
    }

    private Task ReceiveAsync(object sender, BasicDeliverEventArgs delivery)
    {
        if (delivery.BasicProperties.CorrelationId is { } id && waiting.TryGetValue(id, out var answer))
        {
            answer.TrySetResult(delivery.Body.ToArray());
        }

        return Task.CompletedTask;
    }

    private void FailWaiting()
    {
        foreach (var answer in waiting.Values)
        {
            answer.TrySetException(Lost());
        }
    }
}
