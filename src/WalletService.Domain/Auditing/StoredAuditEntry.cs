namespace WalletService.Domain.Auditing;

/// <summary>An audit entry as it is found in the database or in an export, with nothing taken for granted.</summary>
public sealed record StoredAuditEntry
{
    /// <summary>When, in microseconds since 1970, as it stands under the hash.</summary>
    public required string Time { get; init; }

    public required string Action { get; init; }

    public required string? WalletId { get; init; }

    public required string? UserId { get; init; }

    public required string? TransactionId { get; init; }

    /// <summary>Null when they are not a list of names and texts.</summary>
    public required IReadOnlyDictionary<string, string>? Details { get; init; }

    public required string PreviousHash { get; init; }

    public required string Hash { get; init; }

    /// <summary>The chain that it says to belong to.</summary>
    public string Chain => WalletId ?? AuditChains.Service;

    /// <summary>When; null when the time is none that there can be.</summary>
    public DateTimeOffset? At => AuditHash.ReadTime(Time);

    public static StoredAuditEntry Of(AuditEntry entry) => new()
    {
        Time = AuditHash.TimeOf(entry.At),
        Action = entry.Action,
        WalletId = entry.WalletId?.ToString(),
        UserId = entry.UserId?.Value,
        TransactionId = entry.TransactionId?.ToString(),
        Details = entry.Details,
        PreviousHash = entry.PreviousHash,
        Hash = entry.Hash,
    };

    /// <summary>The hash that the content should have; null when it has none.</summary>
    public string? ComputeHash() =>
        Details is null ? null : AuditHash.Compute(PreviousHash, Time, Action, WalletId, UserId, TransactionId, Details);
}
