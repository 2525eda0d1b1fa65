using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace WalletService.Messaging.Tests.Fixture;

/// <summary>Any AMQP client: publishes bytes, gets bytes back. Knows nothing of the service's code.</summary>
internal sealed class AmqpCaller : IAsyncDisposable
{
    public const string DirectReplyTo = "amq.rabbitmq.reply-to";

    private readonly IConnection connection;
    private readonly IChannel channel;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<AmqpReply>> waiting = new(StringComparer.Ordinal);
    private int last;

    private AmqpCaller(IConnection connection, IChannel channel, string replyTo)
    {
        this.connection = connection;
        this.channel = channel;
        ReplyTo = replyTo;
    }

    public string ReplyTo { get; }

    /// <summary>Every reply that came, also those nobody waits for any more.</summary>
    public ConcurrentQueue<AmqpReply> Replies { get; } = new();

    public IChannel Channel => channel;

    /// <summary>Connects and listens by direct reply-to, or on a queue of its own.</summary>
    public static async Task<AmqpCaller> ConnectAsync(Broker broker, bool namedQueue = false)
    {
        var factory = new ConnectionFactory { Uri = broker.Uri, UserName = broker.UserName, Password = broker.Password };
        var opened = await factory.CreateConnectionAsync();
        var talk = await opened.CreateChannelAsync();
        var replyTo = namedQueue ? (await talk.QueueDeclareAsync()).QueueName : DirectReplyTo;
        var caller = new AmqpCaller(opened, talk, replyTo);
        var consumer = new AsyncEventingBasicConsumer(talk);
        consumer.ReceivedAsync += caller.ReceiveAsync;
        await talk.BasicConsumeAsync(replyTo, autoAck: true, consumer);
        return caller;
    }

    /// <summary>Asks and waits for the reply.</summary>
    public Task<AmqpReply> AskAsync(string route, object body, Action<BasicProperties>? configure = null) =>
        AskAsync(route, JsonSerializer.SerializeToUtf8Bytes(body), configure);

    public Task<AmqpReply> AskAsync(string route, string body, Action<BasicProperties>? configure = null) =>
        AskAsync(route, Encoding.UTF8.GetBytes(body), configure);

    public async Task<AmqpReply> AskAsync(string route, byte[] body, Action<BasicProperties>? configure = null)
    {
        var properties = new BasicProperties
        {
            ContentType = "application/json",
            ReplyTo = ReplyTo,
            CorrelationId = string.Create(CultureInfo.InvariantCulture, $"no guid: {Interlocked.Increment(ref last)}"),
        };
        configure?.Invoke(properties);
        var reply = Expect(properties.CorrelationId);
        await channel.BasicPublishAsync("wallet", route, mandatory: false, properties, body);
        return await reply;
    }

    /// <summary>The next reply with this correlation id.</summary>
    public Task<AmqpReply> Expect(string correlationId)
    {
        var source = new TaskCompletionSource<AmqpReply>(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting[correlationId] = source;
        return source.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    public async ValueTask DisposeAsync()
    {
        await channel.DisposeAsync();
        await connection.DisposeAsync();
    }

    private Task ReceiveAsync(object sender, BasicDeliverEventArgs delivery)
    {
        var reply = new AmqpReply(
            delivery.BasicProperties.CorrelationId,
            delivery.BasicProperties.ContentType,
            delivery.BasicProperties.Headers?.Keys.ToArray() ?? [],
            Encoding.UTF8.GetString(delivery.Body.Span));
        Replies.Enqueue(reply);
        if (reply.CorrelationId is { } id && waiting.TryRemove(id, out var source))
        {
            source.SetResult(reply);
        }

        return Task.CompletedTask;
    }
}

/// <summary>A reply as it came over the wire.</summary>
internal sealed record AmqpReply(string? CorrelationId, string? ContentType, IReadOnlyList<string> Headers, string Body)
{
    public JsonNode Json { get; } = JsonNode.Parse(Body)!;

    public bool Success => Json["success"]!.GetValue<bool>();

    public JsonNode Data => Json["data"] ?? throw new InvalidOperationException($"The reply has no data: {Body}");

    public string? Code => Json["error"]?["code"]?.GetValue<string>();

    public string? Message => Json["error"]?["message"]?.GetValue<string>();

    public string? Field => Json["error"]?["details"]?["field"]?.GetValue<string>();

    public string Text(string field) => Data[field]!.GetValue<string>();
}
