using System.Buffers;
using System.Net.WebSockets;

namespace WalletService.Solana.PubSub;

/// <summary>One WebSocket: whole messages in, whole messages out, one sender at a time.</summary>
internal sealed class PubSubConnection(ClientWebSocket socket, int maxMessageBytes) : IDisposable
{
    private const int ReceiveSize = 16 * 1024;

    private readonly SemaphoreSlim sending = new(1, 1);

    public static async Task<PubSubConnection> OpenAsync(Uri endpoint, SolanaPubSubOptions options, CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        try
        {
            socket.Options.KeepAliveInterval = options.PingInterval;
            socket.Options.KeepAliveTimeout = options.PongTimeout;
            socket.Options.RemoteCertificateValidationCallback = options.CertificateCheck;
            using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limited.CancelAfter(options.ConnectTimeout);
            await socket.ConnectAsync(endpoint, limited.Token);
            return new PubSubConnection(socket, options.MaxMessageBytes);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends if it can. A failure closes the connection, which the receiver notices.</summary>
    public async Task TrySendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        try
        {
            await sending.WaitAsync(cancellationToken);
            try
            {
                await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
            }
            finally
            {
                sending.Release();
            }
        }
        catch (Exception exception) when (exception is WebSocketException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            socket.Abort();
        }
    }

    /// <summary>The next message; null when the node has closed the connection.</summary>
    /// <exception cref="WebSocketException">The connection broke, or the message is too long.</exception>
    public async Task<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellationToken)
    {
        var message = new ArrayBufferWriter<byte>(ReceiveSize);
        while (true)
        {
            var part = await socket.ReceiveAsync(message.GetMemory(ReceiveSize), cancellationToken);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return null;
            }

            message.Advance(part.Count);
            if (message.WrittenCount > maxMessageBytes)
            {
                throw new WebSocketException($"A message is longer than {maxMessageBytes} bytes.");
            }

            if (part.EndOfMessage)
            {
                return message.WrittenMemory;
            }
        }
    }

    public void Dispose()
    {
        socket.Abort();
        socket.Dispose();
        sending.Dispose();
    }
}
