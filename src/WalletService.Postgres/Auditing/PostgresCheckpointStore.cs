using System.Data;
using Dapper;
using Npgsql;
using WalletService.Domain.Auditing;
using WalletService.Domain.Events;
using WalletService.Domain.Ports;
using WalletService.Postgres.Connections;
using WalletService.Postgres.Deposits;

namespace WalletService.Postgres.Auditing;

internal sealed class PostgresCheckpointStore(PostgresDatabase database, PostgresConnections connections, TimeProvider time)
    : ICheckpointStore
{
    private const string SelectNewest = $"SELECT {CheckpointRow.Columns} FROM audit_checkpoints ORDER BY number DESC LIMIT 1";

    /// <summary>Chains whose head is not the one that their newest checkpoint has seen.</summary>
    private const string SelectGrown =
        """
        SELECT chain.name AS Chain, chain.head AS Hash
        FROM (
            SELECT 'service' AS name, head FROM audit_service_chain
            UNION ALL
            SELECT id::text, audit_head FROM wallets) AS chain
        LEFT JOIN LATERAL (
            SELECT head FROM audit_checkpoint_heads WHERE audit_checkpoint_heads.chain = chain.name ORDER BY checkpoint DESC LIMIT 1) AS seen ON true
        WHERE chain.head <> repeat('0', 64) AND chain.head IS DISTINCT FROM seen.head
        """;

    public Task<AuditCheckpoint?> FindNewestAsync(CancellationToken cancellationToken) => database.RepeatableAsync(
        "checkpoint.newest",
        async statements => (await statements.QuerySingleOrDefaultAsync<CheckpointRow>(SelectNewest, new { }))?.ToCheckpoint(),
        cancellationToken);

    public async Task<CheckpointView> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await connections.Dedicated.OpenConnectionAsync(cancellationToken);

            // One snapshot for both: a head that a newer checkpoint has seen must not be given to this one.
            await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
            await connection.ExecuteAsync(Whole("SET TRANSACTION READ ONLY; SET LOCAL statement_timeout = 0"));
            var newest = await connection.QuerySingleOrDefaultAsync<CheckpointRow>(Whole(SelectNewest));
            var grown = await connection.QueryAsync<AuditHead>(Whole(SelectGrown));
            return new CheckpointView(newest?.ToCheckpoint(), grown.AsList());
        }
        catch (Exception exception) when (PostgresFailures.IsUnavailable(exception))
        {
            throw new PortUnavailableException("postgres", "The heads of the audit log can't be read.", exception);
        }

        // Reading every wallet takes as long as it takes.
        CommandDefinition Whole(string sql) => new(sql, commandTimeout: 0, cancellationToken: cancellationToken);
    }

    public async Task<bool> AddAsync(
        AuditCheckpoint checkpoint, IReadOnlyCollection<AuditHead> heads, EventDraft told, CancellationToken cancellationToken)
    {
        try
        {
            return await database.TransactAsync(
                "checkpoint.add",
                async transaction =>
                {
                    await transaction.CommitWithAsync(
                        [InsertCheckpoint(checkpoint), InsertHeads(checkpoint.Number, heads), .. BookWrites.Tell(told, time.GetUtcNow())]);
                    return true;
                },
                cancellationToken);
        }
        catch (Exception exception) when (PostgresFailures.IsDuplicate(exception, "audit_checkpoints_pkey"))
        {
            return false;
        }
    }

    private static NpgsqlBatchCommand InsertCheckpoint(AuditCheckpoint checkpoint) => Statement.Of(
        """
        INSERT INTO audit_checkpoints (number, at, previous_hash, head_count, heads_hash, key_version, public_key, signature)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
        """,
        Statement.Parameter(checkpoint.Number),
        Statement.Parameter(checkpoint.At!.Value),
        Statement.Parameter(checkpoint.PreviousHash),
        Statement.Parameter(checkpoint.HeadCount),
        Statement.Parameter(checkpoint.HeadsHash),
        Statement.Parameter(checkpoint.KeyVersion),
        Statement.Parameter(checkpoint.PublicKey),
        Statement.Parameter(checkpoint.Signature));

    private static NpgsqlBatchCommand InsertHeads(long checkpoint, IReadOnlyCollection<AuditHead> heads) => Statement.Of(
        "INSERT INTO audit_checkpoint_heads (chain, checkpoint, head) SELECT seen.chain, $1, seen.head FROM unnest($2, $3) AS seen (chain, head)",
        Statement.Parameter(checkpoint),
        heads.Column(head => head.Chain),
        heads.Column(head => head.Hash));
}
