using WalletService.Domain.Auditing;
using WalletService.Domain.Errors;
using WalletService.Domain.Events;
using WalletService.Domain.Freezes;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Postgres.Connections;
using WalletService.Postgres.Encryption;
using WalletService.Postgres.Freezes;
using WalletService.Postgres.Records;

namespace WalletService.Postgres.Management;

/// <inheritdoc cref="IKeyRotations"/>
internal sealed class PostgresKeyRotations(
    PostgresDatabase database, WalletAddresses addresses, KeyStates states, FieldCipher cipher, TimeProvider time) : IKeyRotations
{
    private const string LockWallet =
        $"""
        {LockedWallet.Select}
        SELECT {WalletRow.Columns} FROM wallets WHERE id = @walletId AND status <> 'Reserved';
        """;

    public Task<IReadOnlyList<WalletAddress>> ListAddressesAsync(WalletId walletId, CancellationToken cancellationToken) =>
        addresses.ListAsync(walletId, cancellationToken);

    public Task<RotationBeginning> BeginAsync(
        RotationRequest request, Func<RotationState, WalletError?> findObstacle, CancellationToken cancellationToken) =>
        database.TransactAsync(
            "wallet.rotate_begin",
            async transaction =>
            {
                var known = await ReadAsync(transaction, request);
                if (known.Wallet is not { } wallet || known.Locked is not { } locked)
                {
                    return new RotationBeginning.Refused(WalletErrors.WalletNotFound());
                }

                if (known.Request is { } earlier)
                {
                    return earlier.IsSame(RequestRow.Rotate, request.Fingerprint) && known.Rotation is { } rotation
                        ? rotation.IsCompleted ? new RotationBeginning.Completed(wallet) : new RotationBeginning.Begun(rotation.ToRotation())
                        : new RotationBeginning.Refused(WalletErrors.IdempotencyConflict());
                }

                if (findObstacle(new RotationState(wallet, known.Frozen, known.IsRotating, known.HasOpenBatch)) is { } obstacle)
                {
                    return new RotationBeginning.Refused(obstacle);
                }

                var begun = new KeyRotation(
                    request.Id, request.WalletId, request.UserId, wallet.KeyNumber + 1, request.Caller, request.Reason);
                await WriteAsync(transaction, locked, request, begun);
                return (RotationBeginning)new RotationBeginning.Begun(begun);
            },
            cancellationToken);

    public Task<Wallet> CompleteAsync(KeyRotation rotation, WalletKey key, CancellationToken cancellationToken) => database.TransactAsync(
        "wallet.rotate_complete",
        async transaction =>
        {
            var (locked, row, stored) = await transaction.QueryMultipleAsync(
                $"""
                {LockWallet}
                {RotationRow.Select} WHERE key_rotations.id = @id;
                """,
                new { id = rotation.Id, walletId = rotation.WalletId.Value, walletIds = new[] { rotation.WalletId.Value } },
                async results => (
                    await results.ReadSingleAsync<LockedWallet>(),
                    await results.ReadSingleAsync<WalletRow>(),
                    await results.ReadSingleAsync<RotationRow>()));
            if (stored.IsCompleted)
            {
                return row.ToWallet(cipher);
            }

            var before = row.ToWallet(cipher);
            var after = before with { Key = key, KeyNumber = rotation.KeyNumber };
            await CompleteAsync(transaction, locked, rotation, before, after);
            return after;
        },
        cancellationToken);

    public Task RestoreAsync(WalletId walletId, IReadOnlyDictionary<int, WalletKey> keys, CancellationToken cancellationToken) =>
        states.RestoreAsync(walletId, keys, cancellationToken);

    public Task<string?> GiveUpAsync(WalletId walletId, int keyNumber, CallerId caller, CancellationToken cancellationToken) =>
        states.GiveUpAsync(walletId, keyNumber, caller, cancellationToken);

    public Task KeepAsync(WalletId walletId, int keyNumber, CallerId caller, CancellationToken cancellationToken) =>
        states.KeepAsync(walletId, keyNumber, caller, cancellationToken);

    public Task<IReadOnlyList<KeyRotation>> FindOpenAsync(DateTimeOffset begunBefore, int limit, CancellationToken cancellationToken) =>
        database.RepeatableAsync<IReadOnlyList<KeyRotation>>(
            "wallet.rotations_open",
            async statements =>
            {
                var rows = await statements.QueryAsync<RotationRow>(
                    $"""
                    {RotationRow.Select}
                    WHERE key_rotations.completed_at IS NULL AND key_rotations.started_at < @begunBefore
                    ORDER BY key_rotations.started_at
                    LIMIT @limit
                    """,
                    new { begunBefore, limit });
                return [.. rows.Select(row => row.ToRotation())];
            },
            cancellationToken);

    private Task<Known> ReadAsync(PostgresTransaction transaction, RotationRequest request)
    {
        var targets = SigningGate.Targets(request.Caller, request.UserId, request.WalletId);
        return transaction.QueryMultipleAsync(
            $"""
            {FreezeGate.Select}
            {LockWallet}
            {RequestRow.Select} WHERE requests.user_id = @userId AND requests.key = @key;
            {RotationRow.Select}
            JOIN requests ON requests.resource_id = key_rotations.id
            WHERE requests.user_id = @userId AND requests.key = @key AND requests.route = '{RequestRow.Rotate}';
            SELECT EXISTS (SELECT FROM key_rotations WHERE wallet_id = @walletId AND completed_at IS NULL);
            SELECT EXISTS (SELECT FROM batches WHERE wallet_id = @walletId AND status <> 'Ended');
            """,
            new
            {
                walletId = request.WalletId.Value,
                walletIds = new[] { request.WalletId.Value },
                userId = request.UserId.Value,
                key = request.IdempotencyKey.Value,
                freezeScopes = FreezeGate.Scopes(targets),
                freezeSubjects = FreezeGate.Subjects(targets),
            },
            async results => new Known(
                SigningGate.WidestOf(await FreezeGate.ReadAsync(results)),
                await results.ReadSingleOrDefaultAsync<LockedWallet>(),
                (await results.ReadSingleOrDefaultAsync<WalletRow>())?.ToWallet(cipher) is { } wallet && wallet.UserId == request.UserId ? wallet : null,
                await results.ReadSingleOrDefaultAsync<RequestRow>(),
                await results.ReadSingleOrDefaultAsync<RotationRow>(),
                await results.ReadSingleAsync<bool>(),
                await results.ReadSingleAsync<bool>()));
    }

    private static Task WriteAsync(PostgresTransaction transaction, LockedWallet locked, RotationRequest request, KeyRotation begun)
    {
        var beside = new ChangeRecords(request.At);
        beside.Add(locked, ManagementAudit.KeyRotationBegun(begun), []);
        return transaction.CommitWithAsync(
        [
            Statement.Of(
                """
                INSERT INTO requests (user_id, key, route, fingerprint, resource_id, created_at, caller)
                VALUES ($1, $2, $3, $4, $5, $6, $7)
                """,
                Statement.Parameter(request.UserId.Value),
                Statement.Parameter(request.IdempotencyKey.Value),
                Statement.Parameter(RequestRow.Rotate),
                Statement.Parameter(request.Fingerprint.Value),
                Statement.Parameter(begun.Id),
                Statement.Parameter(request.At),
                Statement.Parameter(request.Caller.Value)),
            Statement.Of(
                "INSERT INTO key_rotations (id, wallet_id, key_number, caller, reason, started_at) VALUES ($1, $2, $3, $4, $5, $6)",
                Statement.Parameter(begun.Id),
                Statement.Parameter(begun.WalletId.Value),
                Statement.Parameter(begun.KeyNumber),
                Statement.Parameter(begun.Caller.Value),
                Statement.Parameter(begun.Reason),
                Statement.Parameter(request.At)),
            .. beside.Statements(),
        ]);
    }

    private Task CompleteAsync(PostgresTransaction transaction, LockedWallet locked, KeyRotation rotation, Wallet before, Wallet after)
    {
        var now = time.GetUtcNow();
        var beside = new ChangeRecords(now);
        beside.Add(locked, ManagementAudit.KeyRotated(rotation, before, after), [WalletEvents.KeyRotated(before, after)]);
        return transaction.CommitWithAsync(
        [
            Statement.Of(
                "UPDATE wallet_keys SET state = 'retired', since = $2, sweep_due_at = $2 WHERE wallet_id = $1 AND state = 'current'",
                Statement.Parameter(locked.Id),
                Statement.Parameter(now)),

            // A trigger of the table keeps the new key in wallet_keys.
            Statement.Of(
                """
                UPDATE wallets
                SET key_provider = $2, key_version = $3, address = $4, protection_level = $5, key_number = $6
                WHERE id = $1
                """,
                Statement.Parameter(locked.Id),
                Statement.Parameter(after.Key.Provider),
                Statement.Parameter(after.Key.KeyVersionName),
                Statement.Parameter(after.Key.Address.Value),
                Statement.Parameter(after.Key.ProtectionLevel),
                Statement.Parameter(after.KeyNumber)),
            Statement.Of(
                "UPDATE wallet_keys SET since = $3 WHERE wallet_id = $1 AND version = $2",
                Statement.Parameter(locked.Id),
                Statement.Parameter(after.KeyNumber),
                Statement.Parameter(now)),
            Statement.Of(
                "UPDATE key_rotations SET completed_at = $2 WHERE id = $1", Statement.Parameter(rotation.Id), Statement.Parameter(now)),
            .. beside.Statements(),
        ]);
    }

    private sealed record Known(
        FreezeTarget? Frozen,
        LockedWallet? Locked,
        Wallet? Wallet,
        RequestRow? Request,
        RotationRow? Rotation,
        bool IsRotating,
        bool HasOpenBatch);
}
