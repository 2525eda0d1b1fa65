using System.ComponentModel.DataAnnotations;

namespace WalletService.Messaging;

/// <summary>How requests are taken. Section <c>Messaging</c>.</summary>
public sealed class MessagingOptions
{
    /// <summary>What carries messages. Default <see cref="MessagingTransport.InMemory"/>, which serves callers in the same process only.</summary>
    [EnumDataType(typeof(MessagingTransport))]
    public MessagingTransport Transport { get; set; } = MessagingTransport.InMemory;

    /// <summary>Larger messages are refused unread, but for batches of up to 1 MiB. Bytes; default 64 KiB.</summary>
    [Range(1_024, 16 * 1_024 * 1_024)]
    public int MaximumBodyBytes { get; set; } = 64 * 1_024;

    /// <summary>How many transfers may have callers waiting; above it callers get the state so far at once. Default 10,000.</summary>
    [Range(1, 1_000_000)]
    public int MaximumPendingReplies { get; set; } = 10_000;

    /// <summary>How long published events are kept for people to look at. Default 7 days.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "365.00:00:00")]
    public TimeSpan EventRetention { get; set; } = TimeSpan.FromDays(7);

    /// <summary>
    /// How long nothing may be heard of a queue that is not being consumed, before consuming it is set up anew. Attempts to reach
    /// the broker again are heard of, at least once a minute. Default 60 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan QueueRestartAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a stopping instance finishes what it has begun. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan StopTimeout { get; set; } = TimeSpan.FromSeconds(30);
}

public enum MessagingTransport
{
    /// <summary>Within the process: for development and tests.</summary>
    InMemory,

    /// <summary>A RabbitMQ broker or cluster.</summary>
    RabbitMq,
}
