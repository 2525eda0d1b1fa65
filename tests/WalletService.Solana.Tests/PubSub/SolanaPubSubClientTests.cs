using System.Net.WebSockets;
using WalletService.Solana.PubSub;
using WalletService.Solana.Rpc;

namespace WalletService.Solana.Tests.PubSub;

public sealed class SolanaPubSubClientTests : IAsyncLifetime
{
    private const string SlotFive = """{"parent":4,"root":1,"slot":5}""";

    private static readonly Signature SomeSignature = Signature.FromBytes(Ed25519.Sign(TestKeys.Seed1, []));
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private FakePubSubServer server = null!;
    private SolanaPubSubClient client = null!;

    public async Task InitializeAsync()
    {
        server = await FakePubSubServer.StartAsync();
        client = new SolanaPubSubClient(
            server.Endpoint,
            new SolanaPubSubOptions
            {
                FirstReconnectDelay = TimeSpan.FromMilliseconds(10),
                MaxReconnectDelay = TimeSpan.FromMilliseconds(50),
                BufferedNotifications = 4,
                MaxMessageBytes = 4096,
            });
    }

    public async Task DisposeAsync()
    {
        await client.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Tells_when_a_signature_is_confirmed_and_ends_there()
    {
        var subscribing = client.SubscribeSignatureAsync(SomeSignature, Commitment.Confirmed);
        var node = await server.AcceptAsync();
        var request = await node.ReceiveAsync();
        Assert.Equal("signatureSubscribe", request.Method);
        Assert.Equal($$"""["{{SomeSignature}}",{"commitment":"confirmed"}]""", request.Parameters);
        await node.AcknowledgeAsync(request.Id, 24);
        await using var subscription = await subscribing;
        await node.NotifyAsync("signatureNotification", 24, """{"context":{"slot":9007199254740993},"value":{"err":null}}""");

        var notifications = await ReadToEndAsync(subscription);

        Assert.Equal(9007199254740993UL, Assert.Single(notifications).Slot);
        Assert.Null(notifications[0].Value.Error);
    }

    [Fact]
    public async Task Keeps_a_notification_that_comes_before_the_reply()
    {
        var subscribing = client.SubscribeSignatureAsync(SomeSignature, Commitment.Processed);
        var node = await server.AcceptAsync();
        var request = await node.ReceiveAsync();
        await node.NotifyAsync("signatureNotification", 24, """{"context":{"slot":5},"value":{"err":"AccountNotFound"}}""");
        await node.AcknowledgeAsync(request.Id, 24);
        await using var subscription = await subscribing;
        Assert.Equal("AccountNotFound", Assert.Single(await ReadToEndAsync(subscription)).Value.Error!.Kind);
    }

    [Fact]
    public async Task Subscribes_again_after_a_lost_connection_and_says_so()
    {
        var reconnected = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        client.Reconnected += (_, _) => reconnected.TrySetResult();
        var (node, slots) = await SubscribeSlotAsync(1);
        await node.NotifyAsync("slotNotification", 1, SlotFive);
        await using var reader = slots.ReadAllAsync().GetAsyncEnumerator();
        Assert.True(await reader.MoveNextAsync());
        Assert.Equal(5UL, reader.Current.Slot);
        node.Abort();

        var next = await server.AcceptAsync();
        var request = await next.ReceiveAsync();
        Assert.Equal("slotSubscribe", request.Method);
        Assert.False(reconnected.Task.IsCompleted);
        await next.AcknowledgeAsync(request.Id, 77);
        await next.NotifyAsync("slotNotification", 77, """{"parent":8,"root":1,"slot":9}""");

        Assert.True(await reader.MoveNextAsync());
        Assert.Equal(9UL, reader.Current.Slot);
        await reconnected.Task.WaitAsync(Deadline);
        Assert.NotNull(client.LastFailure);
        await slots.DisposeAsync();
    }

    [Fact]
    public async Task Waits_through_a_lost_connection_for_its_first_acknowledgement()
    {
        var subscribing = client.SubscribeSlotAsync();
        var first = await server.AcceptAsync();
        await first.ReceiveAsync();
        first.Abort();
        var second = await server.AcceptAsync();
        var request = await second.ReceiveAsync();
        Assert.False(subscribing.IsCompleted);
        await second.AcknowledgeAsync(request.Id, 3);
        await (await subscribing.WaitAsync(Deadline)).DisposeAsync();
    }

    [Theory]
    [InlineData("this is not JSON")]
    [InlineData("null")]
    [InlineData("""{"id":1,"result":-5}""")]
    [InlineData("""{"jsonrpc":"2.0","method":"slotNotification","params":{"result":{"slot":"x"},"subscription":1}}""")]
    [InlineData("""{"jsonrpc":"2.0","method":"slotNotification","params":{"result":null,"subscription":1}}""")]
    public async Task Takes_nonsense_for_a_broken_connection_and_makes_another(string message)
    {
        var (node, slots) = await SubscribeSlotAsync(1);
        var pending = client.SubscribeLogsAsync(TestKeys.Address1, Commitment.Confirmed);
        var request = await node.ReceiveAsync();
        await node.SendAsync(message.Replace("\"id\":1,", $"\"id\":{request.Id},", StringComparison.Ordinal));
        var next = await server.AcceptAsync();
        await next.AcknowledgeAsync((await next.ReceiveAsync()).Id, 8);
        await next.AcknowledgeAsync((await next.ReceiveAsync()).Id, 9);
        await (await pending.WaitAsync(Deadline)).DisposeAsync();
        await slots.DisposeAsync();
    }

    [Fact]
    public async Task Drops_a_connection_that_sends_too_long_a_message()
    {
        var (node, slots) = await SubscribeSlotAsync(1);
        await node.SendAsync(new string(' ', 5000));
        await server.AcceptAsync();
        Assert.IsType<WebSocketException>(client.LastFailure);
        await slots.DisposeAsync();
    }

    [Fact]
    public async Task Reports_a_refused_subscription()
    {
        var subscribing = client.SubscribeAccountAsync(TestKeys.Address1, Commitment.Finalized);
        var node = await server.AcceptAsync();
        var request = await node.ReceiveAsync();
        Assert.Equal("accountSubscribe", request.Method);
        Assert.Equal($$"""["{{TestKeys.Address1}}",{"commitment":"finalized","encoding":"base64"}]""", request.Parameters);
        await node.SendAsync($$$"""{"jsonrpc":"2.0","error":{"code":-32602,"message":"Invalid"},"id":{{{request.Id}}}}""");
        Assert.Equal(-32602, (await Assert.ThrowsAsync<RpcException>(() => subscribing.WaitAsync(Deadline))).Code);
    }

    [Fact]
    public async Task Unsubscribes_when_disposed()
    {
        var (node, slots) = await SubscribeSlotAsync(42);
        await slots.DisposeAsync();
        var request = await node.ReceiveAsync();
        Assert.Equal("slotUnsubscribe", request.Method);
        Assert.Equal("[42]", request.Parameters);
        Assert.Empty(await ReadToEndAsync(slots));
    }

    [Fact]
    public async Task Gives_up_a_subscription_that_is_acknowledged_after_its_caller_has_left()
    {
        using var impatient = new CancellationTokenSource();
        var subscribing = client.SubscribeSlotAsync(impatient.Token);
        var node = await server.AcceptAsync();
        var request = await node.ReceiveAsync();
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => subscribing);
        await node.AcknowledgeAsync(request.Id, 6);
        var unsubscribe = await node.ReceiveAsync();
        Assert.Equal("slotUnsubscribe", unsubscribe.Method);
        Assert.Equal("[6]", unsubscribe.Parameters);
    }

    [Fact]
    public async Task Drops_the_oldest_when_nobody_reads()
    {
        var (node, slots) = await SubscribeSlotAsync(1);
        for (var slot = 1; slot <= 10; slot++)
        {
            await node.NotifyAsync("slotNotification", 1, $$"""{"parent":0,"root":0,"slot":{{slot}}}""");
        }

        await EventuallyAsync(() => slots.DroppedNotifications == 6);
        await slots.DisposeAsync();
        Assert.Equal([7UL, 8UL, 9UL, 10UL], (await ReadToEndAsync(slots)).Select(notification => notification.Slot));
    }

    [Fact]
    public async Task Survives_a_handler_that_throws()
    {
        client.Reconnected += (_, _) => throw new InvalidOperationException("handler");
        var (node, slots) = await SubscribeSlotAsync(1);
        node.Abort();
        var next = await server.AcceptAsync();
        await next.AcknowledgeAsync((await next.ReceiveAsync()).Id, 2);
        await EventuallyAsync(() => client.LastFailure is InvalidOperationException);
        await next.NotifyAsync("slotNotification", 2, SlotFive);
        await using var reader = slots.ReadAllAsync().GetAsyncEnumerator();
        Assert.True(await reader.MoveNextAsync());
        await slots.DisposeAsync();
    }

    [Fact]
    public async Task Reads_logs()
    {
        var subscribing = client.SubscribeLogsAsync(TestKeys.Address1, Commitment.Confirmed);
        var node = await server.AcceptAsync();
        var request = await node.ReceiveAsync();
        Assert.Equal($$"""[{"mentions":["{{TestKeys.Address1}}"]},{"commitment":"confirmed"}]""", request.Parameters);
        await node.AcknowledgeAsync(request.Id, 1);
        await using var logs = await subscribing;
        await node.NotifyAsync(
            "logsNotification", 1, $$$"""{"context":{"slot":5},"value":{"signature":"{{{SomeSignature}}}","err":null,"logs":["a"]}}""");
        await using var reader = logs.ReadAllAsync().GetAsyncEnumerator();
        Assert.True(await reader.MoveNextAsync());
        Assert.Equal(SomeSignature, reader.Current.Value.Signature);
        Assert.Equal(["a"], reader.Current.Value.Logs);
    }

    [Fact]
    public async Task Ends_every_subscription_when_disposed_and_takes_no_more()
    {
        var (_, slots) = await SubscribeSlotAsync(1);
        await client.DisposeAsync();
        Assert.Empty(await ReadToEndAsync(slots));
        await slots.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.SubscribeSlotAsync());
        await client.DisposeAsync();
        Assert.False(client.IsConnected);
    }

    private static async Task<List<T>> ReadToEndAsync<T>(PubSubSubscription<T> subscription)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        var notifications = new List<T>();
        await foreach (var notification in subscription.ReadAllAsync(deadline.Token))
        {
            notifications.Add(notification);
        }

        return notifications;
    }

    private static async Task EventuallyAsync(Func<bool> condition)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (!condition())
        {
            await Task.Delay(10, deadline.Token);
        }
    }

    private async Task<(FakePubSubServer.Connection Node, PubSubSubscription<SlotNotification> Slots)> SubscribeSlotAsync(ulong id)
    {
        var subscribing = client.SubscribeSlotAsync();
        var node = await server.AcceptAsync();
        await node.AcknowledgeAsync((await node.ReceiveAsync()).Id, id);
        return (node, await subscribing.WaitAsync(Deadline));
    }
}
