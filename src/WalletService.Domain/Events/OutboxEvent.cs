using WalletService.Domain.Tracing;
using WalletService.Domain.Values;

namespace WalletService.Domain.Events;

/// <summary>An event as committed, ready to be published.</summary>
public sealed record OutboxEvent
{
    /// <summary>The outbox's own number; ascending, with gaps.</summary>
    public required long Id { get; init; }

    /// <summary>Unique for ever (UUIDv7): who receives it twice knows it by this.</summary>
    public required Guid EventId { get; init; }

    /// <summary>E.g. <c>transaction-events</c>; see <see cref="EventTopics"/>.</summary>
    public required string Topic { get; init; }

    /// <summary>What happened, e.g. <c>confirmed</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Version of the form of <see cref="Data"/>.</summary>
    public required int Version { get; init; }

    /// <summary>Null, like user and sequence, for an event of the service itself.</summary>
    public WalletId? WalletId { get; init; }

    public UserId? UserId { get; init; }

    /// <summary>1, 2, 3, … for each wallet, without gaps.</summary>
    public long? Sequence { get; init; }

    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>A JSON object.</summary>
    public required string Data { get; init; }

    /// <summary>The W3C <c>traceparent</c> of the work that it tells of; null when that belonged to no trace.</summary>
    public string? TraceParent { get; init; }
}

/// <summary>An event before the store has numbered it.</summary>
/// <param name="Data">A JSON object.</param>
public sealed record EventDraft(string Topic, string Type, string Data)
{
    /// <summary>Version of the form of <see cref="Data"/>.</summary>
    public const int Version = 1;

    /// <summary>As in <see cref="OutboxEvent.TraceParent"/>: where it was drafted.</summary>
    public string? TraceParent { get; init; } = Traces.Current;
}

/// <summary>The topics of events.</summary>
public static class EventTopics
{
    public const string Wallets = "wallet-events";

    public const string Transactions = "transaction-events";

    /// <summary>What wallets hold, and what comes in.</summary>
    public const string Portfolio = "portfolio-events";

    public const string Errors = "error-events";

    public const string Network = "network-events";

    public static IReadOnlyList<string> All { get; } = [Wallets, Transactions, Portfolio, Errors, Network];
}
