using WalletService.Domain.Auditing;
using WalletService.Domain.Policies;
using WalletService.Domain.Ports;
using WalletService.Postgres.Connections;
using WalletService.Postgres.Records;

namespace WalletService.Postgres.Policies;

internal sealed class PostgresPolicyStore(PostgresDatabase database) : IPolicyStore
{
    public Task<StoredPolicy?> SetAsync(PolicyDraft draft, CancellationToken cancellationToken) => database.TransactAsync(
        "policy.set",
        async transaction =>
        {
            // Taken before the newest version is looked for: two who set the same scope go one after the other.
            await transaction.ExecuteAsync($"SELECT pg_advisory_xact_lock({AdvisoryLocks.Policies}, 0)", new { });
            var newest = await FindAsync(transaction, draft.Scope, version: null);
            var hash = PolicyDocumentWriter.HashOf(draft.Document);
            if (newest?.Hash == hash)
            {
                return newest.ToStoredPolicy();
            }

            if (draft.Replaces is { } replaced && replaced != (newest?.Version ?? 0))
            {
                return null;
            }

            var set = new StoredPolicy(
                new Policy(draft.Scope, (newest?.Version ?? 0) + 1, hash, draft.Document), draft.SetBy, draft.At);
            await transaction.ExecuteAsync(
                """
                INSERT INTO policies (scope, subject, version, document, hash, set_by, set_at)
                VALUES (@scope, @subject, @version, @document, @hash, @setBy, @setAt)
                """,
                new
                {
                    scope = draft.Scope.KindName,
                    subject = draft.Scope.Subject,
                    version = set.Policy.Version,
                    document = PolicyDocumentWriter.Write(draft.Document),
                    hash,
                    setBy = draft.SetBy.Value,
                    setAt = draft.At,
                });
            await transaction.CommitWithAsync(
                await AuditWrites.AppendToServiceAsync(transaction, [AuditDrafts.PolicySet(set, newest?.Hash)], draft.At));
            return set;
        },
        cancellationToken);

    public Task<StoredPolicy?> FindAsync(PolicyScope scope, long? version, CancellationToken cancellationToken) => database.RepeatableAsync(
        "policy.find", async statements => (await FindAsync(statements, scope, version))?.ToStoredPolicy(), cancellationToken);

    public Task<IReadOnlyList<StoredPolicy>> ListAsync(int limit, PolicyScope? after, CancellationToken cancellationToken) =>
        database.RepeatableAsync<IReadOnlyList<StoredPolicy>>(
            "policy.list",
            async statements =>
            {
                // "global", "user" and "wallet" stand in the order of their kinds.
                var rows = await statements.QueryAsync<PolicyRow>(
                    $"""
                    SELECT DISTINCT ON (scope, subject) {PolicyRow.Columns}
                    FROM policies
                    WHERE @scope::text IS NULL OR (scope, subject) > (@scope, @subject)
                    ORDER BY scope, subject, version DESC
                    LIMIT @limit
                    """,
                    new { limit, scope = after?.KindName, subject = after?.Subject });
                return [.. rows.Select(row => row.ToStoredPolicy())];
            },
            cancellationToken);

    private static Task<PolicyRow?> FindAsync(PostgresTransaction statements, PolicyScope scope, long? version) =>
        statements.QuerySingleOrDefaultAsync<PolicyRow>(
            $"""
            SELECT {PolicyRow.Columns}
            FROM policies
            WHERE scope = @scope AND subject = @subject AND (@version::bigint IS NULL OR version = @version)
            ORDER BY version DESC
            LIMIT 1
            """,
            new { scope = scope.KindName, subject = scope.Subject, version });
}
