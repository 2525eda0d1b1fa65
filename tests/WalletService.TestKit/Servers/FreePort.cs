using System.Net;
using System.Net.Sockets;

namespace WalletService.TestKit.Servers;

/// <summary>
/// Picks loopback ports that nothing listens on. They lie below the range from which the system takes ports for
/// outgoing connections, so that a server can be stopped and started again on the same port.
/// </summary>
public static class FreePort
{
    private const int Lowest = 10_000;
    private const int Highest = 32_000;

    /// <summary>A free port.</summary>
    public static int Next()
    {
        while (true)
        {
            var port = Random.Shared.Next(Lowest, Highest);
            if (IsFree(port))
            {
                return port;
            }
        }
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
