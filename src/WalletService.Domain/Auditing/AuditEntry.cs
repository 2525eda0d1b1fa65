using WalletService.Domain.Values;

namespace WalletService.Domain.Auditing;

/// <summary>
/// One line of the audit log. Each wallet has a chain of entries, and the service itself has one for what concerns no single wallet.
/// An entry's hash covers the hash before it, so that a changed, missing or moved entry breaks its chain.
/// </summary>
public sealed record AuditEntry
{
    /// <summary>What stands before a chain's first entry: 64 zeros.</summary>
    public static readonly string Origin = new('0', 64);

    /// <summary>When it was recorded, UTC, whole microseconds.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>One of <see cref="AuditActions"/>.</summary>
    public required string Action { get; init; }

    /// <summary>Null in the chain of the service.</summary>
    public required WalletId? WalletId { get; init; }

    /// <summary>The wallet's owner; null in the chain of the service.</summary>
    public required UserId? UserId { get; init; }

    public TransactionId? TransactionId { get; init; }

    public required IReadOnlyDictionary<string, string> Details { get; init; }

    /// <summary>The hash of the entry before this one in its chain, or <see cref="Origin"/>.</summary>
    public required string PreviousHash { get; init; }

    /// <summary>SHA-256, 64 lower-case hex digits, as <see cref="ComputeHash"/> gives it.</summary>
    public required string Hash { get; init; }

    /// <summary>The entry that follows <paramref name="previousHash"/> in the wallet's chain.</summary>
    public static AuditEntry Append(string previousHash, WalletId walletId, UserId userId, AuditDraft draft, DateTimeOffset at) =>
        Chained(previousHash, walletId, userId, draft, at);

    /// <summary>The entry that follows <paramref name="previousHash"/> in the chain of the service.</summary>
    public static AuditEntry AppendToService(string previousHash, AuditDraft draft, DateTimeOffset at) =>
        Chained(previousHash, null, null, draft, at);

    public string ComputeHash() => AuditHash.Compute(
        PreviousHash, AuditHash.TimeOf(At), Action, WalletId?.ToString(), UserId?.Value, TransactionId?.ToString(), Details);

    private static AuditEntry Chained(string previousHash, WalletId? walletId, UserId? userId, AuditDraft draft, DateTimeOffset at)
    {
        var entry = new AuditEntry
        {
            At = new DateTimeOffset(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero),
            Action = draft.Action,
            WalletId = walletId,
            UserId = userId,
            TransactionId = draft.TransactionId,
            Details = draft.Details,
            PreviousHash = previousHash,
            Hash = string.Empty,
        };
        return entry with { Hash = entry.ComputeHash() };
    }
}

/// <summary>An entry before it has its place in the log.</summary>
public sealed record AuditDraft(string Action, TransactionId? TransactionId, IReadOnlyDictionary<string, string> Details);
