using System.Collections.Concurrent;
using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using WalletService.Contracts;
using WalletService.TestKit.Servers;

namespace WalletService.EndToEnd.Tests.Deployment;

/// <summary>A caller that asks once, whatever happens, keeps every reply to it, and hears every event.</summary>
internal sealed class CountingCaller : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private readonly IConnection connection;
    private readonly IChannel channel;
    private readonly SemaphoreSlim publishing = new(1);
    private readonly ConcurrentQueue<JsonElement> events = new();
    private readonly ConcurrentDictionary<string, Question> questions = new(StringComparer.Ordinal);
    private string replies = string.Empty;
    private long asked;

    private CountingCaller(IConnection connection, IChannel channel)
    {
        this.connection = connection;
        this.channel = channel;
    }

    /// <summary>As they came.</summary>
    public IReadOnlyList<JsonElement> Events => [.. events];

    /// <summary>How often each request was answered.</summary>
    public IReadOnlyList<int> Answers => [.. questions.Values.Select(question => question.Count)];

    public static async Task<CountingCaller> ConnectAsync(WalletServiceStack stack)
    {
        var opened = await new ConnectionFactory { Uri = new Uri(stack.BrokerUrl) }.CreateConnectionAsync();
        var caller = new CountingCaller(opened, await opened.CreateChannelAsync());
        caller.replies = await caller.ListenAsync(message =>
            caller.questions[message.BasicProperties.CorrelationId!].Take(JsonSerializer.Deserialize<JsonElement>(message.Body.Span)));
        var notes = await caller.ListenAsync(message => caller.events.Enqueue(JsonSerializer.Deserialize<JsonElement>(message.Body.Span)));

        // As the service does, which may not have published anything yet.
        await caller.channel.ExchangeDeclareAsync(Routes.EventsExchange, ExchangeType.Topic, durable: true);
        await caller.channel.QueueBindAsync(notes, Routes.EventsExchange, "#");
        return caller;
    }

    /// <summary>Puts a request and waits for the first reply.</summary>
    /// <param name="patience">For how long; a minute when left out.</param>
    public async Task<JsonElement> AskAsync<TRequest>(string route, TRequest request, TimeSpan? patience = null)
    {
        var properties = new BasicProperties
        {
            ContentType = "application/json",
            ReplyTo = replies,
            CorrelationId = $"{Interlocked.Increment(ref asked)}",
            UserId = RabbitMqServer.UserName,
            DeliveryMode = DeliveryModes.Persistent,
        };
        var question = questions[properties.CorrelationId] = new Question();
        await publishing.WaitAsync();
        try
        {
            await channel.BasicPublishAsync(
                Routes.Exchange, route, mandatory: true, properties, JsonSerializer.SerializeToUtf8Bytes(request, JsonSerializerOptions.Web));
        }
        finally
        {
            publishing.Release();
        }

        return await question.Reply.Task.WaitAsync(patience ?? Patience);
    }

    public async ValueTask DisposeAsync()
    {
        await channel.DisposeAsync();
        await connection.DisposeAsync();
        publishing.Dispose();
    }

    private async Task<string> ListenAsync(Action<BasicDeliverEventArgs> take)
    {
        var queue = (await channel.QueueDeclareAsync()).QueueName;
        var listener = new AsyncEventingBasicConsumer(channel);
        listener.ReceivedAsync += (_, message) =>
        {
            take(message);
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue, autoAck: true, listener);
        return queue;
    }

    private sealed class Question
    {
        private int count;

        public TaskCompletionSource<JsonElement> Reply { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Count => Volatile.Read(ref count);

        public void Take(JsonElement reply)
        {
            Interlocked.Increment(ref count);
            Reply.TrySetResult(reply);
        }
    }
}
