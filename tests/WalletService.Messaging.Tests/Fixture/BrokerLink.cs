using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace WalletService.Messaging.Tests.Fixture;

/// <summary>The way to a broker, which breaks when a client declares a certain queue: a broker that dies just then, to the client.</summary>
internal sealed class BrokerLink : IAsyncDisposable
{
    private static readonly byte[] QueueDeclare = [0, 50, 0, 10];

    private readonly Broker broker;
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource disposing = new();
    private readonly Task accepting;
    private readonly ConcurrentDictionary<Socket, CancellationTokenSource> connections = [];
    private string queue = string.Empty;
    private int cutsLeft;

    public BrokerLink(Broker broker)
    {
        this.broker = broker;
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>The broker by way of this link.</summary>
    public Broker Broker => broker with
    {
        Uri = new UriBuilder(broker.Uri) { Host = "127.0.0.1", Port = ((IPEndPoint)listener.LocalEndpoint).Port }.Uri,
    };

    /// <summary>The link has broken as often as it was to.</summary>
    public bool HasBroken => Volatile.Read(ref cutsLeft) <= 0;

    /// <summary>From now on breaks a connection that declares the queue, so many times.</summary>
    public void BreakAtDeclarationOf(string name, int times)
    {
        queue = name;
        Volatile.Write(ref cutsLeft, times);
    }

    /// <summary>Breaks all connections that there are.</summary>
    public async Task BreakAsync()
    {
        foreach (var connection in connections.Values)
        {
            await connection.CancelAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await disposing.CancelAsync();
        listener.Stop();
        await accepting;
        disposing.Dispose();
    }

    private async Task AcceptAsync()
    {
        var carried = new List<Task>();
        try
        {
            while (true)
            {
                carried.Add(CarryAsync(await listener.AcceptSocketAsync(disposing.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(carried);
        }
    }

    private async Task CarryAsync(Socket client)
    {
        using var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using var toClient = client;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(disposing.Token);
        connections[client] = over;
        try
        {
            await server.ConnectAsync(broker.Uri.Host, broker.Uri.Port, over.Token);
            var back = CopyAsync(server, client, over.Token);
            await Task.WhenAny(ForwardAsync(client, server, over.Token), back);
        }
        catch (SocketException)
        {
            // The broker is away: so is the link.
        }

        // A reset, as of a process that was killed, not an orderly end.
        connections.TryRemove(client, out _);
        await over.CancelAsync();
        client.LingerState = new LingerOption(enable: true, seconds: 0);
        client.Close();
        server.Close();
    }

    private static async Task CopyAsync(Socket from, Socket to, CancellationToken cancellationToken)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, cancellationToken) is var length and > 0)
            {
                await to.SendAsync(buffer.AsMemory(0, length), cancellationToken);
            }
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // This end of the connection is gone, and with it the connection.
        }
    }

    /// <summary>Frame by frame; ends at the declaration at which the link is to break.</summary>
    private async Task ForwardAsync(Socket client, Socket server, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = new NetworkStream(client);
            var start = new byte[8];
            await stream.ReadExactlyAsync(start, cancellationToken);
            await server.SendAsync(start, cancellationToken);
            while (true)
            {
                var head = new byte[7];
                await stream.ReadExactlyAsync(head, cancellationToken);
                var rest = new byte[BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(3)) + 1];
                await stream.ReadExactlyAsync(rest, cancellationToken);
                if (IsCut(rest))
                {
                    return;
                }

                await server.SendAsync(head, cancellationToken);
                await server.SendAsync(rest, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // As above.
        }
    }

    private bool IsCut(ReadOnlySpan<byte> frame)
    {
        if (HasBroken || !frame.StartsWith(QueueDeclare) || frame.IndexOf(Encoding.ASCII.GetBytes(queue)) < 0)
        {
            return false;
        }

        return Interlocked.Decrement(ref cutsLeft) >= 0;
    }
}
