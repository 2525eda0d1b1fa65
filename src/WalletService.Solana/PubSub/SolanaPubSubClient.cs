using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using WalletService.Solana.Rpc;
using WalletService.Solana.Rpc.Json;

namespace WalletService.Solana.PubSub;

/// <summary>
/// A node's subscriptions over one WebSocket that is kept up: pinged, made again after a failure with a growing random pause, and
/// subscribed again. Notifications are hints that may be lost; whoever needs certainty polls as well. Thread-safe.
/// </summary>
/// <param name="endpoint">The node's <c>ws</c> or <c>wss</c> URL.</param>
/// <param name="options">How to keep the connection.</param>
/// <param name="timeProvider">Measures the pauses.</param>
public sealed class SolanaPubSubClient(Uri endpoint, SolanaPubSubOptions? options = null, TimeProvider? timeProvider = null) : IAsyncDisposable
{
    private readonly SolanaPubSubOptions options = options ?? new SolanaPubSubOptions();
    private readonly TimeProvider timeProvider = timeProvider ?? TimeProvider.System;
    private readonly SubscriptionRegistry registry = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly Lock gate = new();
    private Task? running;
    private bool isDisposed;
    private volatile PubSubConnection? connection;
    private volatile Exception? lastFailure;

    /// <summary>
    /// Raised when a lost connection has been made again and every subscription is active on it: what happened in between must be
    /// read. A handler that throws is stopped from doing harm; its exception becomes <see cref="LastFailure"/>.
    /// </summary>
    public event EventHandler? Reconnected;

    public bool IsConnected => connection is not null;

    /// <summary>Why the connection was lost or could not be made the last time; null when it never was.</summary>
    public Exception? LastFailure => lastFailure;

    /// <summary>
    /// One notification, when the transaction reaches the commitment; none when it had done so before or never does. Subscribe before
    /// sending.
    /// </summary>
    public Task<PubSubSubscription<RpcResult<SignatureNotification>>> SubscribeSignatureAsync(
        Signature signature, Commitment commitment, CancellationToken cancellationToken = default) =>
        SubscribeAsync(
            "signature",
            writer =>
            {
                writer.WriteStringValue(signature.ToString());
                RpcRequest.WriteConfiguration(writer, commitment);
            },
            RpcJson.Default.ContextValueSignatureNotification,
            InContext,
            isOneShot: true,
            cancellationToken);

    /// <summary>The account after each change; changes in between may be skipped.</summary>
    public Task<PubSubSubscription<RpcResult<AccountInfo>>> SubscribeAccountAsync(
        Address address, Commitment commitment, CancellationToken cancellationToken = default) =>
        SubscribeAsync(
            "account",
            writer =>
            {
                writer.WriteStringValue(address.ToString());
                RpcRequest.WriteConfiguration(writer, commitment, writeMore: RpcRequest.WriteBase64Encoding);
            },
            RpcJson.Default.ContextValueAccountInfo,
            InContext,
            isOneShot: false,
            cancellationToken);

    /// <summary>Each slot that the node starts on.</summary>
    public Task<PubSubSubscription<SlotNotification>> SubscribeSlotAsync(CancellationToken cancellationToken = default) =>
        SubscribeAsync(
            "slot", writeParameters: null, RpcJson.Default.SlotNotification, value => value, isOneShot: false, cancellationToken);

    /// <summary>Each transaction that mentions the address; for tokens, mention the token account, not its owner.</summary>
    public Task<PubSubSubscription<RpcResult<LogsNotification>>> SubscribeLogsAsync(
        Address mentioned, Commitment commitment, CancellationToken cancellationToken = default) =>
        SubscribeAsync(
            "logs",
            writer =>
            {
                writer.WriteStartObject();
                writer.WritePropertyName("mentions"u8);
                RpcRequest.WriteAddresses(writer, [mentioned]);
                writer.WriteEndObject();
                RpcRequest.WriteConfiguration(writer, commitment);
            },
            RpcJson.Default.ContextValueLogsNotification,
            InContext,
            isOneShot: false,
            cancellationToken);

    /// <summary>Closes the connection and ends every subscription.</summary>
    public async ValueTask DisposeAsync()
    {
        Task? loop;
        lock (gate)
        {
            if (isDisposed)
            {
                return;
            }

            isDisposed = true;
            loop = running;
        }

        await stopping.CancelAsync();
        if (loop is not null)
        {
            await loop;
        }

        registry.EndAll();
        stopping.Dispose();
    }

    private static RpcResult<T> InContext<T>(ContextValue<T> value) =>
        new(value.Context.Slot, value.Value ?? throw new JsonException("A notification is empty."));

    /// <summary>Waits for the node's acknowledgement, through reconnects if need be, until the caller gives up.</summary>
    private async Task<PubSubSubscription<TNotification>> SubscribeAsync<TWire, TNotification>(
        string topic,
        Action<Utf8JsonWriter>? writeParameters,
        JsonTypeInfo<TWire> type,
        Func<TWire, TNotification> convert,
        bool isOneShot,
        CancellationToken cancellationToken)
    {
        var subscription = new ChannelSubscription<TWire, TNotification>(topic, writeParameters, type, convert, options.BufferedNotifications)
        {
            IsOneShot = isOneShot,
        };
        registry.Add(subscription);
        try
        {
            EnsureRunning();
            if (connection is { } open)
            {
                await RequestAsync(open, subscription);
            }

            await subscription.Acknowledged.WaitAsync(cancellationToken);
            return new PubSubSubscription<TNotification>(
                subscription.Reader, () => subscription.Dropped, () => UnsubscribeAsync(subscription));
        }
        catch
        {
            await UnsubscribeAsync(subscription);
            throw;
        }
    }

    private void EnsureRunning()
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            running ??= Task.Run(() => RunAsync(stopping.Token), CancellationToken.None);
        }
    }

    private async ValueTask UnsubscribeAsync(Subscription subscription)
    {
        var serverId = registry.Remove(subscription);
        subscription.End();
        if (serverId is { } id && connection is { } open)
        {
            await GiveUpAsync(open, subscription, id);
        }
    }

    private Task GiveUpAsync(PubSubConnection open, Subscription subscription, ulong serverId) =>
        open.TrySendAsync(
            new RpcRequest(subscription.UnsubscribeMethod, writer => writer.WriteNumberValue(serverId), registry.NextRequestId()).Body,
            stopping.Token);

    private async Task RequestAsync(PubSubConnection open, Subscription subscription)
    {
        if (registry.Register(subscription, open) is { } requestId)
        {
            await open.TrySendAsync(new RpcRequest(subscription.SubscribeMethod, subscription.WriteParameters, requestId).Body, stopping.Token);
        }
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        var failures = 0;
        var everConnected = false;
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                using var open = await PubSubConnection.OpenAsync(endpoint, options, cancellationToken);
                await ServeAsync(
                    open,
                    everConnected,
                    () =>
                    {
                        failures = 0;
                        everConnected = true;
                    },
                    cancellationToken);
                lastFailure = new WebSocketException("The node closed the connection.");
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                // Whatever broke the connection, the answer is to make another one.
                lastFailure = exception;
            }

            failures++;
            await PauseAsync(failures, cancellationToken);
        }
    }

    /// <summary>Subscribes everything on a fresh connection and reads it until it ends.</summary>
    private async Task ServeAsync(PubSubConnection open, bool isReconnect, Action onHealthy, CancellationToken cancellationToken)
    {
        using var serving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        registry.Connect(open);
        connection = open;
        var announcing = Task.CompletedTask;
        try
        {
            var subscriptions = registry.Snapshot();
            announcing = isReconnect ? AnnounceAsync([.. subscriptions.Select(item => item.Acknowledged)], serving.Token) : announcing;
            foreach (var subscription in subscriptions)
            {
                await RequestAsync(open, subscription);
            }

            while (await open.ReceiveAsync(cancellationToken) is { } message)
            {
                onHealthy();
                await HandleAsync(open, message);
            }
        }
        finally
        {
            connection = null;
            registry.Disconnect();
            await serving.CancelAsync();
            await announcing;
        }
    }

    /// <summary>Raises <see cref="Reconnected"/> once all are active; not when the connection is lost before.</summary>
    private async Task AnnounceAsync(IReadOnlyList<Task> acknowledgements, CancellationToken cancellationToken)
    {
        try
        {
            // A refused subscription tells its own reader; the others are active all the same.
            await Task.WhenAll(acknowledgements).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!cancellationToken.IsCancellationRequested)
            {
                Reconnected?.Invoke(this, EventArgs.Empty);
            }
        }
        catch (Exception exception)
        {
            lastFailure = exception;
        }
    }

    private async Task HandleAsync(PubSubConnection open, ReadOnlyMemory<byte> message)
    {
        var envelope = JsonSerializer.Deserialize(message.Span, RpcJson.Default.PubSubMessage) ?? throw new JsonException("A message is empty.");
        if (envelope.Parameters is { } notification)
        {
            registry.Notify(notification.Subscription, notification.Result);
        }
        else if (envelope is { Id: { } refusedId, Error: { } error })
        {
            registry.Refuse(refusedId, new RpcException("subscribe", error.Code, error.Message, error.Data));
        }
        else if (envelope is { Id: { } requestId, Result: { ValueKind: JsonValueKind.Number } result }
            && registry.Acknowledge(requestId, result.GetUInt64()) is { } late)
        {
            await GiveUpAsync(open, late.Unwanted, late.ServerId);
        }
    }

    private async Task PauseAsync(int failures, CancellationToken cancellationToken)
    {
        const int MostDoublings = 16;
        var longest = options.FirstReconnectDelay * Math.Pow(2, Math.Min(failures - 1, MostDoublings));
        longest = longest < options.MaxReconnectDelay ? longest : options.MaxReconnectDelay;
        await Task.Delay(longest * Random.Shared.NextDouble(), timeProvider, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
