using Npgsql;
using WalletService.Domain.Auditing;
using WalletService.Domain.Ports;
using WalletService.Domain.Restores;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Postgres.Connections;
using WalletService.Postgres.Records;
using WalletService.Postgres.Transactions;

namespace WalletService.Postgres.Restores;

internal sealed class PostgresRestoreStore(PostgresDatabase database, TimeProvider time) : IRestoreStore
{
    /// <summary>No instance claims what is due at the end of all time.</summary>
    private const string Held = "'infinity'";

    private const string IsOpen = Adoption.IsOpen;

    private const string IsUnplanned = "batches.status IN ('Received', 'Planned')";

    public Task<bool> IsRestoredAsync(CancellationToken cancellationToken) => database.RepeatableAsync(
        "restore.check",
        statements => statements.QuerySingleOrDefaultAsync<bool>("SELECT is_restored_database(false)", new { }),
        cancellationToken);

    public Task<DateTimeOffset?> ReadNewestTimeAsync(CancellationToken cancellationToken) => database.RepeatableAsync(
        "restore.newest",
        async statements => (await statements.QuerySingleOrDefaultAsync<DateTime?>("SELECT at FROM audit_log ORDER BY id DESC LIMIT 1", new { })).AsUtc(),
        cancellationToken);

    public Task<IReadOnlyList<OpenTransfer>> ReadOpenAsync(CancellationToken cancellationToken) => database.RepeatableAsync<IReadOnlyList<OpenTransfer>>(
        "restore.open",
        async statements =>
        {
            var rows = await statements.QueryAsync<TransferRow>(
                $"{TransferRow.Select} WHERE {IsOpen} ORDER BY transfers.received_at, transfers.id", new { });
            var sources = (await statements.QueryAsync<SourceRow>(
                $"""
                SELECT transfers.id, wallet_keys.address FROM transfers
                JOIN wallet_keys ON wallet_keys.wallet_id = transfers.wallet_id AND wallet_keys.version = transfers.key_number
                WHERE {IsOpen}
                """,
                new { })).ToDictionary(row => row.Id, row => SolanaAddress.Parse(row.Address));
            var attempts = (await statements.QueryAsync<RecordedRow>(
                $"""
                SELECT transfers.id, attempt.message_hash AS MessageHash, attempt.signature FROM transfers
                JOIN transfer_attempts AS attempt ON attempt.transfer_id = transfers.id
                WHERE {IsOpen}
                """,
                new { })).ToLookup(row => row.Id, row => row.ToAttempt());
            return [.. rows.Select(row => new OpenTransfer(row.ToTransfer(), sources[row.Id], [.. attempts[row.Id]]))];
        },
        cancellationToken);

    public Task<IReadOnlySet<TransactionSignature>> FindKnownAsync(
        IReadOnlyCollection<TransactionSignature> signatures, CancellationToken cancellationToken) => database.RepeatableAsync<IReadOnlySet<TransactionSignature>>(
        "restore.known",
        async statements =>
        {
            var known = await statements.QueryAsync<string>(
                """
                SELECT signature FROM transfer_attempts WHERE signature = ANY(@signatures)
                UNION SELECT signature FROM ledger_entries WHERE signature = ANY(@signatures)
                """,
                new { signatures = signatures.Select(signature => signature.Value).ToArray() });
            return known.Select(TransactionSignature.Parse).ToHashSet();
        },
        cancellationToken);

    public Task<IReadOnlySet<string>> FindSignedForCallersAsync(
        IReadOnlyCollection<string> messageHashes, CancellationToken cancellationToken) => database.RepeatableAsync<IReadOnlySet<string>>(
        "restore.signed",
        async statements => (await statements.QueryAsync<string>(
            "SELECT details->>'messageHash' FROM audit_log WHERE action = @action AND details->>'messageHash' = ANY(@hashes)",
            new { action = AuditActions.SignRequested, hashes = messageHashes.ToArray() })).ToHashSet(StringComparer.Ordinal),
        cancellationToken);

    public Task<bool> AdoptAsync(TransactionId transfer, ExecutedTransaction transaction, string by, CancellationToken cancellationToken) => database.TransactAsync(
        "restore.adopt",
        async statements =>
        {
            if (!await Adoption.WriteAsync(statements, transfer, transaction, time.GetUtcNow()))
            {
                return false;
            }

            await RecordAsync(statements, RestoreAudit.Adopted(transfer, transaction.Signature, by), []);
            return true;
        },
        cancellationToken);

    public Task<bool> RecordAsync(Transfer lost, ExecutedTransaction transaction, string by, CancellationToken cancellationToken) => database.TransactAsync(
        "restore.record",
        async statements =>
        {
            var now = time.GetUtcNow();
            if (await LostRequests.IsKnownAsync(statements, lost, transaction))
            {
                return false;
            }

            await LostRequests.WriteAsync(statements, lost, now);
            if (!await Adoption.WriteAsync(statements, lost.Id, transaction, now))
            {
                throw new InvalidOperationException($"{transaction.Signature} can't have carried out what it was read as.");
            }

            await RecordAsync(statements, RestoreAudit.Recorded(lost, transaction.Signature, by), []);
            return true;
        },
        cancellationToken);

    public Task HoldAsync(TransactionId transfer, string by, CancellationToken cancellationToken) => SetDueAsync(
        "restore.hold",
        $"UPDATE transfers SET due_at = {Held}, lease_owner = NULL, lease_until = NULL WHERE id = @id AND {IsOpen} AND due_at <> {Held}",
        transfer.Value,
        RestoreAudit.Held(transfer, by),
        cancellationToken);

    public Task<bool> ReleaseAsync(TransactionId transfer, string by, CancellationToken cancellationToken) => SetDueAsync(
        "restore.release",
        $"UPDATE transfers SET due_at = @now WHERE id = @id AND {IsOpen} AND due_at = {Held}",
        transfer.Value,
        RestoreAudit.Released(transfer, by),
        cancellationToken);

    public Task<IReadOnlyList<OpenBatch>> ReadOpenBatchesAsync(CancellationToken cancellationToken) => database.RepeatableAsync<IReadOnlyList<OpenBatch>>(
        "restore.open_batches",
        async statements =>
        {
            var rows = await statements.QueryAsync<OpenBatchRow>(
                $"SELECT id, wallet_id AS WalletId FROM batches WHERE {IsUnplanned} ORDER BY received_at, id", new { });
            return [.. rows.Select(row => new OpenBatch(BatchId.From(row.Id), Domain.Values.WalletId.From(row.WalletId)))];
        },
        cancellationToken);

    public Task HoldBatchAsync(BatchId batch, string by, CancellationToken cancellationToken) => SetDueAsync(
        "restore.hold_batch",
        $"UPDATE batches SET due_at = {Held}, lease_owner = NULL, lease_until = NULL WHERE id = @id AND {IsUnplanned} AND due_at <> {Held}",
        batch.Value,
        RestoreAudit.BatchHeld(batch, by),
        cancellationToken);

    public Task<bool> ReleaseBatchAsync(BatchId batch, string by, CancellationToken cancellationToken) => SetDueAsync(
        "restore.release_batch",
        $"UPDATE batches SET due_at = @now WHERE id = @id AND {IsUnplanned} AND due_at = {Held}",
        batch.Value,
        RestoreAudit.BatchReleased(batch, by),
        cancellationToken);

    public Task AcceptAsync(string by, string reason, CancellationToken cancellationToken) => database.TransactAsync(
        "restore.accept",
        async statements =>
        {
            await RecordAsync(
                statements,
                RestoreAudit.Accepted(by, reason),
                [
                    Statement.Of(
                        "UPDATE database_identity SET place = database_place(), timeline = database_timeline(), accepted_by = $1, accepted_at = $2",
                        Statement.Parameter(by),
                        Statement.Parameter(time.GetUtcNow())),
                ]);
            return true;
        },
        cancellationToken);

    /// <summary>Changes when a transfer or batch is due, and writes that into the audit log. False when nothing was to be changed.</summary>
    private Task<bool> SetDueAsync(string operation, string update, Guid id, AuditDraft draft, CancellationToken cancellationToken) => database.TransactAsync(
        operation,
        async statements =>
        {
            var changed = await statements.ExecuteAsync(update, new { id, now = time.GetUtcNow() });
            if (changed > 0)
            {
                await RecordAsync(statements, draft, []);
            }

            return changed > 0;
        },
        cancellationToken);

    private async Task RecordAsync(PostgresTransaction transaction, AuditDraft draft, IEnumerable<NpgsqlBatchCommand> changes) =>
        await transaction.CommitWithAsync([.. changes, .. await AuditWrites.AppendToServiceAsync(transaction, [draft], time.GetUtcNow())]);

    private sealed record SourceRow(Guid Id, string Address);

    private sealed record RecordedRow(Guid Id, string MessageHash, string? Signature)
    {
        public RecordedAttempt ToAttempt() => new(MessageHash, Signature is { } signature ? TransactionSignature.Parse(signature) : null);
    }

    private sealed record OpenBatchRow(Guid Id, Guid WalletId);
}
