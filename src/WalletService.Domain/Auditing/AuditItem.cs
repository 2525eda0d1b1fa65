namespace WalletService.Domain.Auditing;

/// <summary>
/// What an audit log consists of when it is read from end to end: the checkpoints, each followed by the heads that it was made over, and
/// then chain by chain what checkpoints have seen of it, its entries from the oldest on, and its head.
/// </summary>
public abstract record AuditItem
{
    private AuditItem()
    {
    }

    public sealed record Checkpoint(AuditCheckpoint Stored) : AuditItem;

    /// <summary>A head that the checkpoint before was made over.</summary>
    public sealed record CheckpointHead(AuditHead Seen) : AuditItem;

    /// <summary>The same head once more, among its chain.</summary>
    public sealed record Mark(AuditHead Seen, long Number) : AuditItem;

    public sealed record Entry(StoredAuditEntry Stored) : AuditItem;

    /// <summary>The hash of the chain's newest entry, as it is kept beside the chain; <see cref="AuditEntry.Origin"/> while there is none.</summary>
    public sealed record Head(string Chain, string Hash) : AuditItem;
}
