using System.Text.Json;

namespace WalletService.Solana.PubSub;

/// <summary>What the connection needs to know of a subscription, whatever it delivers.</summary>
internal abstract class Subscription(string subscribeMethod, string unsubscribeMethod, Action<Utf8JsonWriter>? writeParameters)
{
    private TaskCompletionSource acknowledged = NewSource();

    public string SubscribeMethod { get; } = subscribeMethod;

    public string UnsubscribeMethod { get; } = unsubscribeMethod;

    public Action<Utf8JsonWriter>? WriteParameters { get; } = writeParameters;

    /// <summary>The node ends the subscription by itself after one notification.</summary>
    public required bool IsOneShot { get; init; }

    /// <summary>Whether the request has been made on the present connection.</summary>
    public bool IsRequested { get; private set; }

    /// <summary>The node's number for it on the present connection, once acknowledged.</summary>
    public ulong? ServerId { get; private set; }

    /// <summary>Completes when the node has acknowledged it on the present connection.</summary>
    public Task Acknowledged => acknowledged.Task;

    public void MarkRequested() => IsRequested = true;

    public void MarkAcknowledged(ulong serverId)
    {
        ServerId = serverId;
        acknowledged.TrySetResult();
    }

    /// <summary>Makes ready for the next connection. Whoever waits for the acknowledgement goes on waiting.</summary>
    public void MarkDisconnected()
    {
        IsRequested = false;
        ServerId = null;
        if (acknowledged.Task.IsCompleted)
        {
            acknowledged = NewSource();
        }
    }

    /// <summary>Ends the subscription for its reader and for whoever waits for the acknowledgement.</summary>
    public void End(Exception? exception = null)
    {
        CompleteReader(exception);
        if (exception is null)
        {
            acknowledged.TrySetResult();
        }
        else if (acknowledged.TrySetException(exception))
        {
            // Seen here, because a subscription that fails after a reconnect has nobody waiting; its reader gets the exception.
            _ = acknowledged.Task.Exception;
        }
    }

    /// <exception cref="JsonException">The notification has not the expected shape.</exception>
    public abstract void Deliver(JsonElement result);

    protected abstract void CompleteReader(Exception? exception);

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
