using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using WalletService.TestKit.Servers;

namespace WalletService.EndToEnd.Tests.Hostile;

/// <summary>A calling service that the settings let act for users <c>hostile-*</c>, and that tries everything else. Sends any bytes.</summary>
public sealed class HostileCaller : IAsyncDisposable
{
    /// <summary>Its name, at the broker and in the settings.</summary>
    public const string Name = "hostile";

    private const string Password = "a-password-that-was-stolen";
    private const string DirectReplyTo = "amq.rabbitmq.reply-to";

    private static readonly SemaphoreSlim Creating = new(1, 1);
    private static readonly ConcurrentDictionary<int, bool> CreatedAt = new();

    private readonly ConcurrentDictionary<string, TaskCompletionSource<JsonNode>> waiting = new(StringComparer.Ordinal);
    private readonly IConnection connection;

    private HostileCaller(IConnection connection, IChannel channel)
    {
        this.connection = connection;
        Channel = channel;
    }

    public IChannel Channel { get; }

    public static async Task<HostileCaller> ConnectAsync(WalletServiceStack stack)
    {
        await CreateUserAsync(stack);
        var factory = new ConnectionFactory { Uri = stack.BrokerUri, UserName = Name, Password = Password };
        var opened = await factory.CreateConnectionAsync();
        var caller = new HostileCaller(opened, await opened.CreateChannelAsync());
        var consumer = new AsyncEventingBasicConsumer(caller.Channel);
        consumer.ReceivedAsync += caller.ReceiveAsync;
        await caller.Channel.BasicConsumeAsync(DirectReplyTo, autoAck: true, consumer);
        return caller;
    }

    public Task<JsonNode> AskAsync(string route, object request, Action<BasicProperties>? change = null) =>
        AskAsync(route, JsonSerializer.SerializeToUtf8Bytes(request), change);

    public Task<JsonNode> AskAsync(string route, string body, Action<BasicProperties>? change = null) =>
        AskAsync(route, Encoding.UTF8.GetBytes(body), change);

    /// <summary>The whole reply.</summary>
    public async Task<JsonNode> AskAsync(string route, byte[] body, Action<BasicProperties>? change = null)
    {
        var properties = new BasicProperties
        {
            ContentType = "application/json",
            CorrelationId = $"{Guid.CreateVersion7()}",
            ReplyTo = DirectReplyTo,
            UserId = Name,
        };
        change?.Invoke(properties);
        var reply = new TaskCompletionSource<JsonNode>(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting[properties.CorrelationId] = reply;
        await Channel.BasicPublishAsync("wallet", route, mandatory: false, properties, body);
        return await reply.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    /// <summary>The code of the refusal; <c>OK</c> when it was granted.</summary>
    public static string CodeOf(JsonNode reply) => reply["error"]?["code"]?.GetValue<string>() ?? "OK";

    public async ValueTask DisposeAsync()
    {
        await Channel.DisposeAsync();
        await connection.DisposeAsync();
    }

    private static async Task CreateUserAsync(WalletServiceStack stack)
    {
        await Creating.WaitAsync();
        try
        {
            if (CreatedAt.TryAdd(stack.RabbitMq.Port, true))
            {
                var permissions = new BrokerPermissions("^$", "^wallet$", "^$");
                await stack.RabbitMq.CreateUserAsync(Uri.UnescapeDataString(stack.BrokerUri.AbsolutePath[1..]), Name, Password, permissions);
            }
        }
        finally
        {
            Creating.Release();
        }
    }

    private Task ReceiveAsync(object sender, BasicDeliverEventArgs delivery)
    {
        if (delivery.BasicProperties.CorrelationId is { } id && waiting.TryRemove(id, out var reply))
        {
            reply.SetResult(JsonNode.Parse(delivery.Body.Span)!);
        }

        return Task.CompletedTask;
    }
}
