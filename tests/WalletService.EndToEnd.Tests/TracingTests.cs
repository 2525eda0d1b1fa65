using System.Diagnostics;
using System.Text;
using System.Text.Json;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;
using WalletService.Contracts;
using WalletService.TestKit.Servers;
using WalletService.TestKit.Time;

namespace WalletService.EndToEnd.Tests;

/// <summary>One transfer's whole way in one trace, as a collector and the receivers of its messages see it.</summary>
public sealed class TracingTests
{
    private static readonly string[] PartsOfTheWay =
    [
        "wallet.transaction.transferSol",
        "transfer",
        "transfer decide",
        "transfer judge",
        "transfer policy",
        "transfer sign",
        "transfer send",
        "vault sign",
        "postgres ",
        "redis ",
        "kms ",
        "solana sendTransaction",
        "publish transaction-events.finalized",
    ];

    [Fact]
    public async Task A_transfer_is_one_trace_from_the_callers_request_to_its_last_event()
    {
        await using var collector = await TraceCollector.StartAsync();
        await using var stack = await WalletServiceStack.StartAsync(settings =>
        {
            settings["Tracing__Enabled"] = "true";
            settings["Tracing__Endpoint"] = collector.Endpoint.AbsoluteUri;
        });
        await using var client = await stack.ConnectAsync();
        var wallet = await TestWallet.CreateAsync(client, stack.Localnet, "traced");
        await using var caller = await TracedCaller.ConnectAsync(stack);

        var trace = ActivityTraceId.CreateRandom().ToString();
        var span = ActivitySpanId.CreateRandom().ToString();
        var payment = wallet.Payment(TestWallet.NewAddress(), "0.123456789");
        var reply = await caller.AskAsync(Routes.TransferSol, payment, $"00-{trace}-{span}-01");

        Assert.Contains(trace, reply, StringComparison.Ordinal);
        await Eventually.BecomesTrueAsync(() => caller.EventTraces.Any(header =>
            header.Key.EndsWith(".finalized", StringComparison.Ordinal) && header.Value.Contains(trace, StringComparison.Ordinal)));
        await Eventually.BecomesTrueAsync(() => Missing(collector, trace).Count == 0);
        AssertConnected(SpansOf(collector, trace), span);
        await Eventually.BecomesTrueAsync(() => collector.Spans.Any(item => item.Name == "transfers watch" && item.LinkedTraces.Contains(trace)));
        AssertNothingSecret(collector, [payment.Recipient, wallet.Details.Address, "0.123456789", "123456789"], trace);
        Assert.Contains($"\"TraceId\":\"{trace}\"", stack.Service.Log, StringComparison.Ordinal);
    }

    private static List<string> Missing(TraceCollector collector, string trace)
    {
        var names = SpansOf(collector, trace).Select(item => item.Name).ToArray();
        return [.. PartsOfTheWay.Where(part => !names.Any(name => name.StartsWith(part, StringComparison.Ordinal)))];
    }

    private static CollectedSpan[] SpansOf(TraceCollector collector, string trace) => [.. collector.Spans.Where(span => span.TraceId == trace)];

    /// <summary>Each span's parent is another one of the trace, the first one's is the caller's own.</summary>
    private static void AssertConnected(CollectedSpan[] spans, string callersSpan)
    {
        var known = spans.Select(span => span.SpanId).Append(callersSpan).ToHashSet(StringComparer.Ordinal);
        Assert.Equal("wallet.transaction.transferSol", Assert.Single(spans, span => span.ParentId == callersSpan).Name);
        Assert.All(spans, span => Assert.True(known.Contains(span.ParentId), $"The parent of {span.Name} is missing."));
    }

    private static void AssertNothingSecret(TraceCollector collector, string[] secrets, string trace) =>
        Assert.All(SpansOf(collector, trace), span => Assert.All(
            secrets, secret => Assert.DoesNotContain(secret, Encoding.UTF8.GetString(span.Bytes.Span), StringComparison.Ordinal)));

    /// <summary>A caller that is no MassTransit client: asks with a trace, and hears events.</summary>
    private sealed class TracedCaller : IAsyncDisposable
    {
        private const string DirectReplyTo = "amq.rabbitmq.reply-to";
        private readonly IConnection connection;
        private readonly IChannel channel;
        private readonly TaskCompletionSource<string> reply = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly System.Collections.Concurrent.ConcurrentQueue<KeyValuePair<string, string>> events = new();

        private TracedCaller(IConnection connection, IChannel channel)
        {
            this.connection = connection;
            this.channel = channel;
        }

        /// <summary>Routing key and <c>traceparent</c> of each event that came.</summary>
        public IReadOnlyList<KeyValuePair<string, string>> EventTraces => [.. events];

        public static async Task<TracedCaller> ConnectAsync(WalletServiceStack stack)
        {
            var factory = new ConnectionFactory { Uri = new Uri(stack.BrokerUrl) };
            var opened = await factory.CreateConnectionAsync();
            var talk = await opened.CreateChannelAsync();
            var caller = new TracedCaller(opened, talk);
            var replies = new AsyncEventingBasicConsumer(talk);
            replies.ReceivedAsync += (_, message) =>
            {
                caller.reply.TrySetResult(TraceOf(message));
                return Task.CompletedTask;
            };
            await talk.BasicConsumeAsync(DirectReplyTo, autoAck: true, replies);

            var queue = (await talk.QueueDeclareAsync()).QueueName;
            await talk.QueueBindAsync(queue, Routes.EventsExchange, "#");
            var listener = new AsyncEventingBasicConsumer(talk);
            listener.ReceivedAsync += (_, message) =>
            {
                caller.events.Enqueue(new(message.RoutingKey, TraceOf(message)));
                return Task.CompletedTask;
            };
            await talk.BasicConsumeAsync(queue, autoAck: true, listener);
            return caller;
        }

        /// <summary>The <c>traceparent</c> of the reply.</summary>
        public async Task<string> AskAsync<TRequest>(string route, TRequest request, string traceParent)
        {
            var properties = new BasicProperties
            {
                ContentType = "application/json",
                ReplyTo = DirectReplyTo,
                CorrelationId = "traced",
                UserId = RabbitMqServer.UserName,
                Headers = new Dictionary<string, object?>(StringComparer.Ordinal) { ["traceparent"] = traceParent },
            };
            await channel.BasicPublishAsync(
                Routes.Exchange, route, mandatory: true, properties, JsonSerializer.SerializeToUtf8Bytes(request, JsonSerializerOptions.Web));
            return await reply.Task.WaitAsync(TimeSpan.FromSeconds(60));
        }

        public async ValueTask DisposeAsync()
        {
            await channel.DisposeAsync();
            await connection.DisposeAsync();
        }

        private static string TraceOf(BasicDeliverEventArgs message) =>
            message.BasicProperties.Headers?.TryGetValue("traceparent", out var value) == true && value is byte[] text
                ? Encoding.ASCII.GetString(text)
                : string.Empty;
    }
}
