using System.ComponentModel.DataAnnotations;

namespace WalletService.Host.Events;

/// <summary>The live stream of events, <c>GET /events</c>. Section <c>EventStream</c>.</summary>
public sealed class EventStreamOptions
{
    /// <summary>Whether the stream is served at all. Default false.</summary>
    public bool Enabled { get; set; }

    /// <summary>Who may read. In Production there has to be at least one; in development anybody may read while there is none.</summary>
    public IList<EventStreamToken> Tokens { get; } = [];

    /// <summary>How many may read from this instance at the same time. Default 100.</summary>
    [Range(1, 10_000)]
    public int MaximumConnections { get; set; } = 100;

    /// <summary>How long a stream is silent at most. Default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>A reader that takes nothing for so long is disconnected. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan SendTimeout { get; set; } = TimeSpan.FromSeconds(30);
}

/// <summary>A bearer token. Section <c>EventStream:Tokens:0</c> and so on.</summary>
public sealed class EventStreamToken
{
    /// <summary>Whose it is, for the log: 1 to 64 characters, unlike that of any other.</summary>
    public string Name { get; set; } = string.Empty;

    /// <summary>SHA-256 of the token, 64 hex digits. The token itself is nowhere in the service: make it long and random.</summary>
    public string Sha256 { get; set; } = string.Empty;

    /// <summary>The users whose events it may read; <c>*</c> for all users and the events of the service itself.</summary>
    public IList<string> Users { get; } = [];
}
