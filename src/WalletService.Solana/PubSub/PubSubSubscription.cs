using System.Threading.Channels;

namespace WalletService.Solana.PubSub;

/// <summary>
/// An active subscription. It survives reconnects; what happened while there was no connection is not told afterwards, so read
/// the state again when <see cref="SolanaPubSubClient.Reconnected"/> is raised. Disposing it unsubscribes.
/// </summary>
public sealed class PubSubSubscription<T> : IAsyncDisposable
{
    private readonly ChannelReader<T> reader;
    private readonly Func<long> dropped;
    private readonly Func<ValueTask> unsubscribe;

    internal PubSubSubscription(ChannelReader<T> reader, Func<long> dropped, Func<ValueTask> unsubscribe)
    {
        this.reader = reader;
        this.dropped = dropped;
        this.unsubscribe = unsubscribe;
    }

    /// <summary>How many notifications were dropped because they were not read in time.</summary>
    public long DroppedNotifications => dropped();

    /// <summary>
    /// The notifications as they come, until the subscription or the client is disposed or, for a signature, until the one there is.
    /// </summary>
    /// <exception cref="Rpc.RpcException">The node refused to take the subscription up again after a reconnect.</exception>
    public IAsyncEnumerable<T> ReadAllAsync(CancellationToken cancellationToken = default) => reader.ReadAllAsync(cancellationToken);

    public ValueTask DisposeAsync() => unsubscribe();
}
