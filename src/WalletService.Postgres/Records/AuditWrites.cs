using Npgsql;
using WalletService.Domain.Auditing;
using WalletService.Postgres.Connections;

namespace WalletService.Postgres.Records;

/// <summary>The statements that write the audit log.</summary>
internal static class AuditWrites
{
    public static NpgsqlBatchCommand Insert(IReadOnlyCollection<AuditEntry> entries) => Statement.Of(
        """
        INSERT INTO audit_log (at, action, wallet_id, user_id, transaction_id, details, previous_hash, hash)
        SELECT entry.at, entry.action, entry.wallet_id, entry.user_id, entry.transaction_id, entry.details::jsonb, entry.previous_hash, entry.hash
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8) WITH ORDINALITY
            AS entry (at, action, wallet_id, user_id, transaction_id, details, previous_hash, hash, position)
        ORDER BY entry.position
        """,
        entries.Column(entry => entry.At),
        entries.Column(entry => entry.Action),
        entries.Column(entry => entry.WalletId?.Value),
        entries.Column(entry => entry.UserId?.Value),
        entries.Column(entry => entry.TransactionId?.Value),
        entries.Column(entry => StoredJson.Write(entry.Details)),
        entries.Column(entry => entry.PreviousHash),
        entries.Column(entry => entry.Hash));

    /// <summary>
    /// Appends to the chain of the service, beside a change that concerns no single wallet. Its row is locked here, and after every other:
    /// call this last, and commit with the statements that it returns.
    /// </summary>
    public static async Task<IReadOnlyList<NpgsqlBatchCommand>> AppendToServiceAsync(
        PostgresTransaction transaction, IEnumerable<AuditDraft> drafts, DateTimeOffset now)
    {
        var head = await transaction.QuerySingleOrDefaultAsync<string>("SELECT head FROM audit_service_chain FOR UPDATE", new { })
            ?? throw new InvalidOperationException("The row of the service's audit chain is missing.");
        var entries = new List<AuditEntry>();
        foreach (var draft in drafts)
        {
            entries.Add(AuditEntry.AppendToService(head, draft, now));
            head = entries[^1].Hash;
        }

        return [Insert(entries), Statement.Of("UPDATE audit_service_chain SET head = $1", Statement.Parameter(head))];
    }
}
