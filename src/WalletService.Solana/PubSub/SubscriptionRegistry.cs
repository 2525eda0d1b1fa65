using System.Text.Json;
using WalletService.Solana.Rpc;

namespace WalletService.Solana.PubSub;

/// <summary>
/// Which subscriptions there are, and which requests and numbers of the node belong to them on the present connection. A request
/// is registered before it is sent, and a notification that overtakes the node's acknowledgement is kept until that comes.
/// </summary>
internal sealed class SubscriptionRegistry
{
    private const int MostEarlyNotifications = 64;

    private readonly Lock gate = new();
    private readonly HashSet<Subscription> subscriptions = [];
    private readonly Dictionary<ulong, Subscription> byRequest = [];
    private readonly Dictionary<ulong, Subscription> byServerId = [];
    private readonly Queue<(ulong ServerId, JsonElement Result)> early = new();
    private object? currentConnection;
    private ulong lastRequestId;

    public void Add(Subscription subscription)
    {
        lock (gate)
        {
            subscriptions.Add(subscription);
        }
    }

    /// <summary>Forgets a subscription and tells by which number the node knows it, if it does.</summary>
    public ulong? Remove(Subscription subscription)
    {
        lock (gate)
        {
            subscriptions.Remove(subscription);
            if (subscription.ServerId is { } serverId)
            {
                byServerId.Remove(serverId);
            }

            return subscription.ServerId;
        }
    }

    /// <summary>
    /// The number of the request to make for a subscription; null when it has been made, or is over, or the connection has been
    /// lost meanwhile, so that the next one will make it.
    /// </summary>
    public ulong? Register(Subscription subscription, object connection)
    {
        lock (gate)
        {
            if (connection != currentConnection || subscription.IsRequested || !subscriptions.Contains(subscription))
            {
                return null;
            }

            subscription.MarkRequested();
            byRequest.Add(++lastRequestId, subscription);
            return lastRequestId;
        }
    }

    public ulong NextRequestId()
    {
        lock (gate)
        {
            return ++lastRequestId;
        }
    }

    public IReadOnlyList<Subscription> Snapshot()
    {
        lock (gate)
        {
            return [.. subscriptions];
        }
    }

    /// <summary>From now on requests are made on this connection.</summary>
    public void Connect(object connection)
    {
        lock (gate)
        {
            currentConnection = connection;
        }
    }

    /// <summary>Forgets everything that was true of the lost connection only.</summary>
    public void Disconnect()
    {
        lock (gate)
        {
            currentConnection = null;
            byRequest.Clear();
            byServerId.Clear();
            early.Clear();
            foreach (var subscription in subscriptions)
            {
                subscription.MarkDisconnected();
            }
        }
    }

    public void EndAll()
    {
        lock (gate)
        {
            foreach (var subscription in subscriptions)
            {
                subscription.End();
            }

            subscriptions.Clear();
        }
    }

    /// <summary>The node took a subscription; returns its number when nobody wants it any more, so that it can be given up.</summary>
    public (ulong ServerId, Subscription Unwanted)? Acknowledge(ulong requestId, ulong serverId)
    {
        lock (gate)
        {
            if (!byRequest.Remove(requestId, out var subscription))
            {
                return null;
            }

            if (!subscriptions.Contains(subscription))
            {
                return (serverId, subscription);
            }

            byServerId[serverId] = subscription;
            subscription.MarkAcknowledged(serverId);
            DeliverEarly(serverId);
            return null;
        }
    }

    public void Refuse(ulong requestId, RpcException reason)
    {
        lock (gate)
        {
            if (byRequest.Remove(requestId, out var subscription))
            {
                subscriptions.Remove(subscription);
                subscription.End(reason);
            }
        }
    }

    /// <exception cref="JsonException">The notification has not the expected shape.</exception>
    public void Notify(ulong serverId, JsonElement result)
    {
        lock (gate)
        {
            if (byServerId.TryGetValue(serverId, out var subscription))
            {
                Deliver(subscription, serverId, result);
            }
            else if (byRequest.Count > 0)
            {
                if (early.Count == MostEarlyNotifications)
                {
                    early.Dequeue();
                }

                early.Enqueue((serverId, result.Clone()));
            }
        }
    }

    private void DeliverEarly(ulong serverId)
    {
        for (var left = early.Count; left > 0; left--)
        {
            var notification = early.Dequeue();
            if (notification.ServerId != serverId)
            {
                early.Enqueue(notification);
            }
            else if (byServerId.TryGetValue(serverId, out var subscription))
            {
                Deliver(subscription, serverId, notification.Result);
            }
        }
    }

    private void Deliver(Subscription subscription, ulong serverId, JsonElement result)
    {
        subscription.Deliver(result);
        if (subscription.IsOneShot)
        {
            byServerId.Remove(serverId);
            subscriptions.Remove(subscription);
            subscription.End();
        }
    }
}
