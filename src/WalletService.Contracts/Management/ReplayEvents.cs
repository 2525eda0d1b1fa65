using System.Text.Json;

namespace WalletService.Contracts.Management;

/// <summary>Reads a wallet's events again. Nothing is published. Route <see cref="Routes.ReplayEvents"/>.</summary>
public sealed record ReplayEvents
{
    public required string UserId { get; init; }

    public required string WalletId { get; init; }

    /// <summary>The first event's number; 1 when missing.</summary>
    public long? FromSequence { get; init; }

    /// <summary>1 to 200; 50 when missing.</summary>
    public int? Limit { get; init; }
}

/// <summary>One page of a wallet's events, by sequence. The first one's number is greater than asked for when those before it are gone.</summary>
public sealed record EventReplay
{
    public required IReadOnlyList<WalletEvent> Events { get; init; }

    /// <summary>The number to go on from; missing when there are no more events now.</summary>
    public long? NextSequence { get; init; }
}

/// <summary>An event, whichever way it comes: from the broker, from the live stream, or read again. <c>docs/events.md</c> has all of them.</summary>
public sealed record WalletEvent
{
    /// <summary>The same whenever and however the event comes.</summary>
    public required string EventId { get; init; }

    public required string Topic { get; init; }

    public required string Type { get; init; }

    /// <summary>Of the form of <see cref="Data"/>.</summary>
    public required int Version { get; init; }

    /// <summary>When the change was committed; RFC 3339, UTC.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>Missing, like user and sequence, in an event of the service itself.</summary>
    public string? WalletId { get; init; }

    public string? UserId { get; init; }

    /// <summary>1, 2, 3, … for each wallet, without gaps.</summary>
    public long? Sequence { get; init; }

    public required JsonElement Data { get; init; }
}

/// <inheritdoc cref="ReplayEvents"/>
public sealed record ReplayEventsReply : Reply<EventReplay>;
