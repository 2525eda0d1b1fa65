using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using WalletService.Chaos.Parts;

namespace WalletService.Chaos.Callers;

/// <summary>A channel to a broker that may be killed at any time: opened again, with what belongs on it, whenever the last one has gone.</summary>
/// <param name="setUp">Declares queues and starts consumers on each new channel.</param>
internal sealed class BrokerChannel(BrokerAccess access, Func<IChannel, Task> setUp) : IAsyncDisposable
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);

    private readonly SemaphoreSlim gate = new(1, 1);
    private IConnection? connection;
    private IChannel? channel;

    /// <summary>Runs an action on an open channel, one at a time. What the action itself suffers from the broker's end is the caller's.</summary>
    public async Task UseAsync(Func<IChannel, Task> action, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            await action(await OpenAsync(cancellationToken));
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Whether an exception only says that the broker went away.</summary>
    public static bool IsLoss(Exception exception) =>
        exception is RabbitMQClientException or IOException or System.Net.Sockets.SocketException or TimeoutException or ObjectDisposedException;

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        gate.Dispose();
    }

    private async Task<IChannel> OpenAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (channel is { IsOpen: true } && connection is { IsOpen: true })
            {
                return channel;
            }

            await CloseAsync();
            try
            {
                await ConnectAsync(cancellationToken);
            }
            catch (Exception exception) when (IsLoss(exception) || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                await Task.Delay(RetryDelay, cancellationToken);
            }
        }
    }

    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        var factory = new ConnectionFactory
        {
            Uri = access.Uri,
            UserName = access.UserName,
            Password = access.Password,
            AutomaticRecoveryEnabled = false,
            RequestedHeartbeat = TimeSpan.FromSeconds(5),
            RequestedConnectionTimeout = TimeSpan.FromSeconds(3),
            ContinuationTimeout = TimeSpan.FromSeconds(5),
        };
        connection = await factory.CreateConnectionAsync(cancellationToken);
        channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken);
        await setUp(channel);
    }

    private async Task CloseAsync()
    {
        if (connection is null)
        {
            return;
        }

        try
        {
            if (channel is not null)
            {
                await channel.DisposeAsync();
            }

            await connection.DisposeAsync();
        }
        catch (Exception exception) when (IsLoss(exception))
        {
            // It was gone already.
        }

        (connection, channel) = (null, null);
    }
}
