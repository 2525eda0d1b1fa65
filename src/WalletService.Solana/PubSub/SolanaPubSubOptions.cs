using System.Net.Security;

namespace WalletService.Solana.PubSub;

/// <summary>How a <see cref="SolanaPubSubClient"/> keeps its connection.</summary>
public sealed record SolanaPubSubOptions
{
    /// <summary>How often a ping is sent. Nodes and proxies close connections that are idle for 30 to 60 seconds.</summary>
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a pong may take before the connection counts as lost.</summary>
    public TimeSpan PongTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long making a connection may take.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Judges the node's certificate; null for the machine's own authorities.</summary>
    public RemoteCertificateValidationCallback? CertificateCheck { get; init; }

    /// <summary>The longest pause before the first try to reconnect; it doubles with each failure. The real pause is random below it.</summary>
    public TimeSpan FirstReconnectDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest pause ever.</summary>
    public TimeSpan MaxReconnectDelay { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Longest message that is read, in bytes; an account may hold 10 MiB, a third more as base64.</summary>
    public int MaxMessageBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>How many notifications a subscription keeps for a slow reader; beyond it the oldest are dropped.</summary>
    public int BufferedNotifications { get; init; } = 256;
}
