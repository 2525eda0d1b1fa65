using System.ComponentModel.DataAnnotations;
using System.Net.Security;

namespace WalletService.Client;

/// <summary>How a client that stands alone reaches the service. Section <c>WalletClient</c>.</summary>
public sealed class WalletClientOptions
{
    /// <summary><c>amqp://host:port/vhost</c>, or <c>amqps://</c> for TLS; without user and password.</summary>
    [Required]
    public Uri? BrokerUri { get; set; }

    [Required]
    public string UserName { get; set; } = string.Empty;

    [Required]
    public string Password { get; set; } = string.Empty;

    /// <summary>
    /// Judges the broker's certificate where the address is <c>amqps://</c>, such as one of an authority of your own; null for the
    /// authorities that the machine trusts.
    /// </summary>
    public RemoteCertificateValidationCallback? CertificateCheck { get; set; }

    /// <summary>How long connecting may take. Default 15 s.</summary>
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <inheritdoc cref="WalletRequestOptions"/>
    public WalletRequestOptions Requests { get; set; } = new();
}

/// <summary>How a client waits and asks again.</summary>
public sealed class WalletRequestOptions
{
    /// <summary>
    /// The name of the broker's user under which the bus is connected. It is sent with each request, and the broker vouches for it: the
    /// service knows its callers by it. Null where the service does not ask for it. <see cref="WalletClient.ConnectAsync"/> sets it.
    /// </summary>
    public string? BrokerUser { get; set; }

    /// <summary>
    /// Gives the signed token (JWT) that is sent in the header <c>authorization</c>, without <c>Bearer</c>; asked each time that a request
    /// is sent, so that it can be renewed. Null where the service asks for none.
    /// </summary>
    public Func<CancellationToken, ValueTask<string>>? CallerToken { get; set; }

    /// <summary>How long a reply is waited for, beside the time that a transfer itself is told to wait. Default 15 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How often a request is sent at most, when the service says that it is overloaded or misses a dependency, or does not answer.
    /// Default 3; 1 for never again.
    /// </summary>
    [Range(1, 10)]
    public int MaximumAttempts { get; set; } = 3;
}
