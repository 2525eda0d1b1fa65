using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

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

    /// <summary>Whether the server shows a certificate, which nobody trusts here.</summary>
    public static async Task<bool> SpeaksTlsAsync(int port)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port, deadline.Token);
            await using var tls = new SslStream(client.GetStream());
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost" }, deadline.Token);
            return true;
        }
        catch (AuthenticationException)
        {
            return true;
        }
        catch (Exception exception) when (exception is SocketException or IOException or OperationCanceledException)
        {
            return false;
        }
    }
}
