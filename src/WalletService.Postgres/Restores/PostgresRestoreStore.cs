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

    private const string IsOpen = "status IN ('Received', 'AwaitingApproval', 'Ready', 'Signed', 'Submitted')";

    public Task<bool> IsRestoredAsync(CancellationToken cancellationToken) => database.RepeatableAsync(
        "restore.check",
        statements => statements.QuerySingleOrDefaultAsync<bool>("SELECT is_restored_database(false)", new { }),
        cancellationToken);

    public Task<IReadOnlyList<OpenTransfer>> ReadOpenAsync(CancellationToken cancellationToken) => database.RepeatableAsync<IReadOnlyList<OpenTransfer>>(
        "restore.open",
        async statements =>
        {
            var rows = await statements.QueryAsync<OpenRow>(
                $"""
                SELECT id, wallet_id AS WalletId, status, CASE WHEN kind = '{TransferKinds.SolPayment}' THEN recipient END AS Recipient,
                    coalesce(lamports, requested_lamports)::numeric AS Lamports
                FROM transfers WHERE {IsOpen} ORDER BY received_at, id
                """,
                new { });
            return [.. rows.Select(row => row.ToTransfer())];
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

    public Task<bool> AdoptAsync(TransactionId transfer, ExecutedTransaction transaction, string by, CancellationToken cancellationToken) => database.TransactAsync(
        "restore.adopt",
        async statements =>
        {
            var now = time.GetUtcNow();
            var adopted = await statements.ExecuteAsync(
                $"""
                UPDATE transfers
                SET status = 'Submitted', version = version + 1, lamports = coalesce(lamports, requested_lamports), fee = @fee,
                    reserved = coalesce(lamports, requested_lamports) + @fee, compute_unit_limit = coalesce(compute_unit_limit, 0),
                    compute_unit_price = coalesce(compute_unit_price, 0), ready_at = coalesce(ready_at, @at), signed_at = @at, submitted_at = @at,
                    attempt_number = 1 + (SELECT coalesce(max(number), 0) FROM transfer_attempts WHERE transfer_id = @id),
                    lease_owner = NULL, lease_until = NULL, due_at = @now
                WHERE id = @id AND {IsOpen} AND (lamports IS NOT NULL OR (kind = '{TransferKinds.SolPayment}' AND requested_lamports IS NOT NULL))
                """,
                new { id = transfer.Value, fee = (decimal)transaction.Fee.Value, at = transaction.BlockTime ?? now, now });
            if (adopted == 0)
            {
                return false;
            }

            await statements.ExecuteAsync(
                """
                UPDATE transfer_attempts SET outcome = 'dead' WHERE transfer_id = @id AND outcome = 'live';
                INSERT INTO transfer_attempts (transfer_id, number, outcome, message_hash, key_version, prepared_at, signature,
                    wire_transaction, blockhash, last_valid_block_height, context_slot, signed_at)
                SELECT transfers.id, transfers.attempt_number, 'live', @hash, wallet_keys.key_version, transfers.signed_at, @signature,
                    @wire, @blockhash, @slot, @slot, transfers.signed_at
                FROM transfers JOIN wallet_keys ON wallet_keys.wallet_id = transfers.wallet_id AND wallet_keys.version = transfers.key_number
                WHERE transfers.id = @id
                """,
                new
                {
                    id = transfer.Value,
                    hash = transaction.MessageHash,
                    signature = transaction.Signature.Value,
                    wire = transaction.WireTransaction.ToArray(),
                    blockhash = transaction.Blockhash,
                    slot = (decimal)transaction.Slot,
                });
            await RecordAsync(statements, RestoreAudit.Adopted(transfer, transaction.Signature, by), []);
            return true;
        },
        cancellationToken);

    public Task HoldAsync(TransactionId transfer, string by, CancellationToken cancellationToken) => database.TransactAsync(
        "restore.hold",
        async statements =>
        {
            var held = await statements.ExecuteAsync(
                $"UPDATE transfers SET due_at = {Held}, lease_owner = NULL, lease_until = NULL WHERE id = @id AND {IsOpen} AND due_at <> {Held}",
                new { id = transfer.Value });
            if (held > 0)
            {
                await RecordAsync(statements, RestoreAudit.Held(transfer, by), []);
            }

            return true;
        },
        cancellationToken);

    public Task<bool> ReleaseAsync(TransactionId transfer, string by, CancellationToken cancellationToken) => database.TransactAsync(
        "restore.release",
        async statements =>
        {
            var released = await statements.ExecuteAsync(
                $"UPDATE transfers SET due_at = @now WHERE id = @id AND {IsOpen} AND due_at = {Held}", new { id = transfer.Value, now = time.GetUtcNow() });
            if (released > 0)
            {
                await RecordAsync(statements, RestoreAudit.Released(transfer, by), []);
            }

            return released > 0;
        },
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

    private async Task RecordAsync(PostgresTransaction transaction, AuditDraft draft, IEnumerable<NpgsqlBatchCommand> changes) =>
        await transaction.CommitWithAsync([.. changes, .. await AuditWrites.AppendToServiceAsync(transaction, [draft], time.GetUtcNow())]);

    private sealed record OpenRow(Guid Id, Guid WalletId, string Status, string? Recipient, decimal? Lamports)
    {
        public OpenTransfer ToTransfer() => new(
            TransactionId.From(Id),
            Domain.Values.WalletId.From(WalletId),
            Enum.Parse<TransferStatus>(Status),
            Recipient is { } recipient ? SolanaAddress.Parse(recipient) : null,
            Lamports is { } lamports ? new Lamports((ulong)lamports) : null);
    }
}
