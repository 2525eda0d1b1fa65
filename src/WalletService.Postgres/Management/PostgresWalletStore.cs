using WalletService.Domain.Auditing;
using WalletService.Domain.Events;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Postgres.Connections;
using WalletService.Postgres.Records;

namespace WalletService.Postgres.Management;

internal sealed class PostgresWalletStore(PostgresDatabase database, TimeProvider time) : IWalletStore
{
    public Task<WalletReservation> ReserveAsync(NewWallet wallet, CancellationToken cancellationToken) => database.TransactAsync(
        "wallet.reserve",
        async transaction =>
        {
            // Of equal requests at once the first insert wins; the others wait for its commit and then read its row.
            var (request, row) = await transaction.QueryMultipleAsync(
                $"""
                INSERT INTO requests (user_id, key, route, fingerprint, resource_id, created_at)
                VALUES (@userId, @key, @route, @fingerprint, @id, @now)
                ON CONFLICT (user_id, key) DO NOTHING;

                INSERT INTO wallets (id, user_id, label, status, created_at)
                SELECT @id, @userId, @label, 'Reserved', @now
                FROM requests
                WHERE user_id = @userId AND key = @key AND route = @route AND resource_id = @id
                ON CONFLICT (id) DO NOTHING;

                {RequestRow.Select}

                SELECT {WalletRow.Columns}
                FROM requests JOIN wallets ON wallets.id = requests.resource_id
                WHERE requests.user_id = @userId AND requests.key = @key;
                """,
                new
                {
                    id = wallet.Id.Value,
                    userId = wallet.UserId.Value,
                    key = wallet.IdempotencyKey.Value,
                    route = RequestRow.Create,
                    fingerprint = wallet.Fingerprint.Value,
                    label = wallet.Label.Value,
                    now = wallet.CreatedAt,
                },
                async results => (await results.ReadSingleAsync<RequestRow>(), await results.ReadSingleOrDefaultAsync<WalletRow>()));

            if (!request.IsSame(RequestRow.Create, wallet.Fingerprint))
            {
                return new WalletReservation.Conflict();
            }

            return row!.IsReserved
                ? new WalletReservation.Reserved(WalletId.From(row.Id))
                : (WalletReservation)new WalletReservation.Completed(row.ToWallet());
        },
        cancellationToken);

    public Task<Wallet> CompleteAsync(WalletId walletId, WalletKey key, CancellationToken cancellationToken) => database.TransactAsync(
        "wallet.complete",
        async transaction =>
        {
            var (found, hasOthers) = await transaction.QueryMultipleAsync(
                $"""
                SELECT pg_advisory_xact_lock(@space, hashtext(user_id))::text FROM wallets WHERE id = @id;
                SELECT {WalletRow.Columns} FROM wallets WHERE id = @id FOR NO KEY UPDATE;
                SELECT EXISTS (
                    SELECT FROM wallets AS other JOIN wallets AS this USING (user_id) WHERE this.id = @id AND other.status <> 'Reserved');
                """,
                new { id = walletId.Value, space = AdvisoryLocks.WalletsOfUser },
                async results =>
                {
                    await results.ReadAsync<string>();
                    return (await results.ReadSingleOrDefaultAsync<WalletRow>(), await results.ReadSingleAsync<bool>());
                });

            var row = found ?? throw new InvalidOperationException($"Wallet {walletId} was never reserved.");
            return row.IsReserved
                ? await CompleteAsync(transaction, row, key, isActive: !hasOthers)
                : row.ToWallet();
        },
        cancellationToken);

    public Task<Wallet?> FindAsync(UserId userId, WalletId walletId, CancellationToken cancellationToken) => database.RepeatableAsync(
        "wallet.find",
        async statements => (await statements.QuerySingleOrDefaultAsync<WalletRow>(
            $"SELECT {WalletRow.Columns} FROM wallets WHERE id = @id AND user_id = @userId AND status <> 'Reserved'",
            new { id = walletId.Value, userId = userId.Value }))?.ToWallet(),
        cancellationToken);

    public Task<WalletPage> ListAsync(UserId userId, int limit, WalletId? after, CancellationToken cancellationToken) =>
        database.RepeatableAsync(
            "wallet.list",
            async statements =>
            {
                var rows = await statements.QueryAsync<WalletRow>(
                    $"""
                    SELECT {WalletRow.Columns}
                    FROM wallets
                    WHERE user_id = @userId AND status <> 'Reserved'
                      AND (@after::uuid IS NULL
                           OR (created_at, id) > (SELECT created_at, id FROM wallets WHERE id = @after::uuid AND user_id = @userId))
                    ORDER BY created_at, id
                    LIMIT @oneMore
                    """,
                    new { userId = userId.Value, after = after?.Value, oneMore = limit + 1 });
                var wallets = rows.Take(limit).Select(row => row.ToWallet()).ToArray();
                return new WalletPage(wallets, rows.Count > limit ? wallets[^1].Id : null);
            },
            cancellationToken);

    public Task<Wallet?> ActivateAsync(UserId userId, WalletId walletId, CancellationToken cancellationToken) => database.TransactAsync(
        "wallet.activate",
        async transaction =>
        {
            var (locked, row) = await transaction.QueryMultipleAsync(
                $"""
                SELECT pg_advisory_xact_lock(@space, hashtext(@userId))::text;
                {LockedWallet.Select}
                SELECT {WalletRow.Columns} FROM wallets WHERE id = @walletId AND user_id = @userId AND status <> 'Reserved';
                """,
                new { walletId = walletId.Value, userId = userId.Value, space = AdvisoryLocks.WalletsOfUser },
                async results =>
                {
                    await results.ReadAsync<string>();
                    return (await results.ReadSingleOrDefaultAsync<LockedWallet>(), await results.ReadSingleOrDefaultAsync<WalletRow>());
                });

            if (locked is null || row is null || row.IsActive)
            {
                return row?.ToWallet();
            }

            var activated = row.ToWallet() with { IsActive = true };
            await transaction.ExecuteAsync(
                $"""
                UPDATE wallets SET is_active = false WHERE user_id = @userId AND is_active;
                UPDATE wallets SET is_active = true WHERE id = @walletId;
                {ChangeRecord.Sql}
                """,
                ChangeRecord.Parameters(
                    locked,
                    new { userId = userId.Value },
                    time.GetUtcNow(),
                    AuditDrafts.WalletActivated(),
                    [WalletEvents.Activated(activated)]));
            return activated;
        },
        cancellationToken);

    private async Task<Wallet> CompleteAsync(PostgresTransaction transaction, WalletRow row, WalletKey key, bool isActive)
    {
        var completed = row with
        {
            Status = nameof(WalletStatus.Open),
            IsActive = isActive,
            KeyVersion = key.KeyVersionName,
            Address = key.Address.Value,
            ProtectionLevel = key.ProtectionLevel,
        };
        var wallet = completed.ToWallet();
        await transaction.ExecuteAsync(
            $"""
            UPDATE wallets
            SET status = @status, is_active = @isActive, key_version = @keyVersion, address = @address, protection_level = @protectionLevel
            WHERE id = @walletId;
            {ChangeRecord.Sql}
            """,
            ChangeRecord.Parameters(
                new LockedWallet(row.Id, row.UserId, completed.Status, SettledSlot: 0, EventSequence: 0, AuditEntry.Origin),
                new
                {
                    status = completed.Status,
                    isActive,
                    keyVersion = completed.KeyVersion,
                    address = completed.Address,
                    protectionLevel = completed.ProtectionLevel,
                },
                time.GetUtcNow(),
                AuditDrafts.WalletCreated(wallet),
                [WalletEvents.Created(wallet)]));
        return wallet;
    }
}
