using System.Net;
using System.Net.Sockets;

namespace WalletService.TestKit.Servers;

/// <summary>Asks a server a question in its own bytes, to see whether it is ready.</summary>
internal static class LoopbackConnection
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(2);

    /// <summary>The first bytes a server answers to the greeting; empty when it does not listen or answer yet.</summary>
    public static async Task<byte[]> AskAsync(int port, ReadOnlyMemory<byte> greeting)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        using var client = new TcpClient();
        var answer = new byte[64];
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port, deadline.Token);
            await client.GetStream().WriteAsync(greeting, deadline.Token);
            var length = await client.GetStream().ReadAsync(answer, deadline.Token);
            return answer[..length];
        }
        catch (Exception exception) when (exception is SocketException or IOException or OperationCanceledException)
        {
            return [];
        }
    }
}
