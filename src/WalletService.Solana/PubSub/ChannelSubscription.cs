using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Channels;

namespace WalletService.Solana.PubSub;

/// <summary>A subscription whose notifications wait in a bounded buffer for their reader.</summary>
internal sealed class ChannelSubscription<TWire, TNotification> : Subscription
{
    private readonly JsonTypeInfo<TWire> type;
    private readonly Func<TWire, TNotification> convert;
    private readonly Channel<TNotification> channel;
    private long dropped;

    public ChannelSubscription(
        string topic, Action<Utf8JsonWriter>? writeParameters, JsonTypeInfo<TWire> type, Func<TWire, TNotification> convert, int capacity)
        : base(topic + "Subscribe", topic + "Unsubscribe", writeParameters)
    {
        this.type = type;
        this.convert = convert;
        channel = Channel.CreateBounded<TNotification>(
            new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleWriter = true },
            _ => Interlocked.Increment(ref dropped));
    }

    public long Dropped => Interlocked.Read(ref dropped);

    public ChannelReader<TNotification> Reader => channel.Reader;

    public override void Deliver(JsonElement result)
    {
        var notification = result.Deserialize(type) ?? throw new JsonException("A notification is empty.");
        channel.Writer.TryWrite(convert(notification));
    }

    protected override void CompleteReader(Exception? exception) => channel.Writer.TryComplete(exception);
}
