using System.ComponentModel.DataAnnotations;

namespace WalletService.Messaging;

/// <summary>The broker. Section <c>RabbitMq</c>; read when <c>Messaging:Transport</c> is <c>RabbitMq</c>.</summary>
public sealed class RabbitMqOptions
{
    /// <summary>
    /// <c>amqp://host:port/vhost</c>, or <c>amqps://</c> for TLS. Without user and password, so that it may be logged.
    /// </summary>
    [Required]
    public Uri? Uri { get; set; }

    [Required]
    public string UserName { get; set; } = string.Empty;

    [Required]
    public string Password { get; set; } = string.Empty;

    /// <summary>
    /// A file with the certificates, in PEM, of the authority that vouches for the broker, in place of those that the machine trusts.
    /// </summary>
    public string? AuthorityFile { get; set; }

    /// <summary>How many requests a queue gives an instance in advance. Default 256; small values cost throughput.</summary>
    [Range(1, 65_535)]
    public ushort PrefetchCount { get; set; } = 256;

    /// <summary>How many requests of one queue an instance works on at the same time. Default 16.</summary>
    [Range(1, 10_000)]
    public int ConcurrentMessageLimit { get; set; } = 16;

    /// <summary>After how many deliveries without an acknowledgement a request is put aside in the dead-letter queue. Default 20.</summary>
    [Range(1, 1_000)]
    public int DeliveryLimit { get; set; } = 20;
}
