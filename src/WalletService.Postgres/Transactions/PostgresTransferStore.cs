using Npgsql;
using WalletService.Domain.Auditing;
using WalletService.Domain.Events;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Postgres.Connections;
using WalletService.Postgres.Records;

namespace WalletService.Postgres.Transactions;

/// <summary>
/// Each change: one round trip that locks the wallet and the transfer and reads them, the decision, one that writes, and the commit.
/// </summary>
internal sealed class PostgresTransferStore(PostgresDatabase database, TimeProvider time) : ITransferStore
{
    private const string SignatureConstraint = "transfer_attempts_signature";

    public Task<TransferAdmission> AddAsync(Transfer transfer, string owner, TimeSpan lease, CancellationToken cancellationToken) =>
        database.TransactAsync(
            "transfer.add",
            async transaction =>
            {
                var (wallet, isNew, request, existing) = await TakeKeyAsync(transaction, transfer);
                if (!isNew)
                {
                    return request.IsSame(RequestRow.Transfer, transfer.Fingerprint)
                        ? new TransferAdmission.Existing(existing!.ToTransfer())
                        : (TransferAdmission)new TransferAdmission.Conflict();
                }

                if (wallet is null)
                {
                    throw new InvalidOperationException($"There is no wallet {transfer.WalletId}.");
                }

                var now = time.GetUtcNow();
                await transaction.ExecuteAsync(
                    $"{TransferWrites.Insert}{ChangeRecord.Sql}",
                    ChangeRecord.Parameters(
                        wallet,
                        TransferWrites.InsertParameters(transfer, owner, now + lease, now),
                        now,
                        AuditDrafts.TransferReceived(transfer),
                        []));
                return new TransferAdmission.Added(transfer);
            },
            cancellationToken);

    public Task<Transfer?> FindAsync(UserId userId, TransactionId id, CancellationToken cancellationToken) => database.RepeatableAsync(
        "transfer.find",
        async statements => (await statements.QuerySingleOrDefaultAsync<TransferRow>(
            $"{TransferRow.Select} WHERE transfers.id = @id AND transfers.user_id = @userId",
            new { id = id.Value, userId = userId.Value }))?.ToTransfer(),
        cancellationToken);

    public Task<Transfer?> FindByKeyAsync(UserId userId, IdempotencyKey key, CancellationToken cancellationToken) => database.RepeatableAsync(
        "transfer.find_by_key",
        async statements => (await statements.QuerySingleOrDefaultAsync<TransferRow>(
            $"{TransferRow.Select} WHERE transfers.user_id = @userId AND transfers.idempotency_key = @key",
            new { userId = userId.Value, key = key.Value }))?.ToTransfer(),
        cancellationToken);

    public Task<TransferPage> ListAsync(
        UserId userId, TransferFilter filter, int limit, TransactionId? before, CancellationToken cancellationToken) =>
        database.RepeatableAsync(
            "transfer.list",
            async statements =>
            {
                var rows = await statements.QueryAsync<TransferRow>(
                    $"""
                    {TransferRow.Select}
                    WHERE transfers.user_id = @userId
                      AND (@walletId::uuid IS NULL OR transfers.wallet_id = @walletId)
                      AND (@statuses::text[] IS NULL OR transfers.status = ANY (@statuses))
                      AND (@from::timestamptz IS NULL OR transfers.received_at >= @from)
                      AND (@until::timestamptz IS NULL OR transfers.received_at < @until)
                      AND (@before::uuid IS NULL OR transfers.id < @before)
                    ORDER BY transfers.id DESC
                    LIMIT @limit
                    """,
                    new
                    {
                        userId = userId.Value,
                        walletId = filter.WalletId?.Value,
                        statuses = filter.Statuses?.Select(status => status.ToString()).ToArray(),
                        from = filter.ReceivedFrom,
                        until = filter.ReceivedBefore,
                        before = before?.Value,
                        limit = limit + 1,
                    });
                var page = rows.Take(limit).Select(row => row.ToTransfer()).ToArray();
                return new TransferPage(page, rows.Count > limit ? page[^1].Id : null);
            },
            cancellationToken);

    public Task<IReadOnlyList<TransferAttempt>> GetAttemptsAsync(UserId userId, TransactionId id, CancellationToken cancellationToken) =>
        database.RepeatableAsync<IReadOnlyList<TransferAttempt>>(
            "transfer.attempts",
            async statements =>
            {
                var rows = await statements.QueryAsync<AttemptRow>(
                    $"""
                    {AttemptRow.Select}
                    JOIN transfers ON transfers.id = attempt.transfer_id
                    WHERE transfers.id = @id AND transfers.user_id = @userId AND attempt.outcome <> 'prepared'
                    ORDER BY attempt.number
                    """,
                    new { id = id.Value, userId = userId.Value });
                return [.. rows.Select(row => row.ToAttempt())];
            },
            cancellationToken);

    public Task<Transfer?> DecideAsync(
        Transfer transfer, Func<WalletPosition, TransferDecision> decide, CancellationToken cancellationToken) => database.TransactAsync(
        "transfer.decide",
        async transaction =>
        {
            if (await LockAsync(transaction, transfer) is not { } locked)
            {
                return null;
            }

            var position = new WalletPosition(
                locked.Wallet.WalletStatus, new Lamports((ulong)locked.ReservedByOthers), (ulong)locked.Wallet.SettledSlot);
            var now = time.GetUtcNow();
            var decided = decide(position) switch
            {
                TransferDecision.Accept accept => locked.Transfer.Accepted(accept, now),
                TransferDecision.SignAgain again => locked.Transfer.SignedAgain(again),
                TransferDecision.Refuse refuse => locked.Transfer.Refused(refuse.Error, now),
                TransferDecision.ReadAgain => null,
                var other => throw new InvalidOperationException($"Unknown decision {other}."),
            };
            if (decided is null)
            {
                return locked.Transfer;
            }

            await transaction.ExecuteAsync(
                $"{TransferWrites.Update}{ChangeRecord.Sql}",
                ChangeRecord.Parameters(
                    locked.Wallet,
                    TransferWrites.UpdateParameters(decided),
                    now,
                    AuditDrafts.TransferDecided(decided, position),
                    TransferEvents.Of(decided)));
            return decided;
        },
        cancellationToken);

    public Task<bool> BeginSigningAsync(Transfer transfer, SigningIntent intent, CancellationToken cancellationToken) =>
        database.TransactAsync(
            "transfer.begin_signing",
            async transaction =>
            {
                if (await LockAsync(transaction, transfer) is not
                    { Wallet.WalletStatus: WalletStatus.Open, Transfer.Status: TransferStatus.Ready } locked)
                {
                    return false;
                }

                var now = time.GetUtcNow();
                await transaction.ExecuteAsync(
                    $"{TransferWrites.AnnounceAttempt}{ChangeRecord.Sql}",
                    ChangeRecord.Parameters(
                        locked.Wallet,
                        TransferWrites.AnnounceParameters(transfer, intent, now),
                        now,
                        AuditDrafts.KeySigning(locked.Transfer, intent),
                        []));
                return true;
            },
            cancellationToken);

    public Task<Transfer?> ApplyAsync(Transfer transfer, TransferChange change, CancellationToken cancellationToken) =>
        database.TransactAsync(
            $"transfer.apply_{change.To.ToString().ToLowerInvariant()}",
            async transaction =>
            {
                if (await LockAsync(transaction, transfer) is not { } locked)
                {
                    return null;
                }

                var moved = locked.Transfer.After(change);
                var isSigned = change.To == TransferStatus.Signed;
                if (isSigned && locked.PreparedAttempt != moved.Attempt!.Number)
                {
                    throw new InvalidOperationException($"Attempt {moved.Attempt.Number} of transfer {transfer.Id} was never announced.");
                }

                await WriteAsync(
                    transaction,
                    $"{(isSigned ? TransferWrites.StoreAttempt : string.Empty)}{TransferWrites.Update}{ChangeRecord.Sql}",
                    ChangeRecord.Parameters(
                        locked.Wallet,
                        TransferWrites.UpdateParameters(moved),
                        time.GetUtcNow(),
                        AuditDrafts.TransferMoved(moved),
                        TransferEvents.Of(moved),
                        change.Execution?.Slot ?? 0),
                    moved);
                return moved;
            },
            cancellationToken);

    /// <summary>Takes the idempotency key, or finds what it was used for. Equal requests at once wait here for the first one's commit.</summary>
    private static Task<(LockedWallet? Wallet, bool IsNew, RequestRow Request, TransferRow? Existing)> TakeKeyAsync(
        PostgresTransaction transaction, Transfer transfer) => transaction.QueryMultipleAsync(
        $"""
        {LockedWallet.Select}

        WITH added AS (
            INSERT INTO requests (user_id, key, route, fingerprint, resource_id, created_at)
            VALUES (@userId, @key, @route, @fingerprint, @id, @now)
            ON CONFLICT (user_id, key) DO NOTHING
            RETURNING 1)
        SELECT count(*) FROM added;

        {RequestRow.Select}

        {TransferRow.Select}
        WHERE transfers.user_id = @userId AND transfers.idempotency_key = @key;
        """,
        new
        {
            walletId = transfer.WalletId.Value,
            id = transfer.Id.Value,
            userId = transfer.UserId.Value,
            key = transfer.IdempotencyKey.Value,
            route = RequestRow.Transfer,
            fingerprint = transfer.Fingerprint.Value,
            now = transfer.Times.ReceivedAt,
        },
        async results => (
            await results.ReadSingleOrDefaultAsync<LockedWallet>(),
            await results.ReadSingleAsync<long>() == 1,
            await results.ReadSingleAsync<RequestRow>(),
            await results.ReadSingleOrDefaultAsync<TransferRow>()));

    private static async Task WriteAsync(PostgresTransaction transaction, string sql, object parameters, Transfer moved)
    {
        try
        {
            await transaction.ExecuteAsync(sql, parameters);
        }
        catch (PostgresException exception) when (
            exception.SqlState == PostgresErrorCodes.UniqueViolation && exception.ConstraintName == SignatureConstraint)
        {
            throw new DuplicateSignatureException(moved.Attempt!.Signature);
        }
    }

    /// <summary>Locks and reads what a change needs, in one round trip; null when the transfer is not what the caller has seen.</summary>
    private static Task<LockedTransfer?> LockAsync(PostgresTransaction transaction, Transfer transfer) => transaction.QueryMultipleAsync(
        $"""
        {LockedWallet.Select}

        {TransferRow.Select}
        WHERE transfers.id = @id AND transfers.version = @version AND transfers.status = @status
        FOR NO KEY UPDATE OF transfers;

        SELECT coalesce(sum(reserved), 0) FROM transfers WHERE wallet_id = @walletId AND reserved > 0 AND id <> @id;

        SELECT number FROM transfer_attempts WHERE transfer_id = @id AND outcome = 'prepared';
        """,
        new
        {
            walletId = transfer.WalletId.Value,
            id = transfer.Id.Value,
            version = transfer.Version,
            status = transfer.Status.ToString(),
        },
        async results =>
        {
            var wallet = await results.ReadSingleOrDefaultAsync<LockedWallet>();
            var row = await results.ReadSingleOrDefaultAsync<TransferRow>();
            var reserved = await results.ReadSingleAsync<decimal>();
            var prepared = await results.ReadSingleOrDefaultAsync<int?>();
            return wallet is null || row is null ? null : new LockedTransfer(wallet, row.ToTransfer(), reserved, prepared);
        });

    /// <param name="ReservedByOthers">What the wallet's other transfers hold back, in lamports.</param>
    /// <param name="PreparedAttempt">The attempt whose signature was announced and is not stored yet.</param>
    private sealed record LockedTransfer(LockedWallet Wallet, Transfer Transfer, decimal ReservedByOthers, int? PreparedAttempt);
}
