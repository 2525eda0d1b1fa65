namespace WalletService.Domain.Auditing;

/// <summary>
/// What an audit log consists of when it is read from end to end: chain by chain, each chain's entries from the oldest on, and then
/// its head.
/// </summary>
public abstract record AuditItem
{
    private AuditItem()
    {
    }

    public sealed record Entry(StoredAuditEntry Stored) : AuditItem;

    /// <summary>The hash of the chain's newest entry, as it is kept beside the chain; <see cref="AuditEntry.Origin"/> while there is none.</summary>
    public sealed record Head(string Chain, string Hash) : AuditItem;
}
