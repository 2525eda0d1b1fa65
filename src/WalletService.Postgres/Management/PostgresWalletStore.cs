using WalletService.Domain.Auditing;
using WalletService.Domain.Events;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Postgres.Batching;
using WalletService.Postgres.Connections;
using WalletService.Postgres.Records;

namespace WalletService.Postgres.Management;

internal sealed class PostgresWalletStore(
    PostgresDatabase database, WalletAddresses addresses, PostgresTelemetry telemetry, TimeProvider time)
    : IWalletStore, IAsyncDisposable
{
    private readonly GatheredQuery<WalletRow> byId = new(
        "wallet.find",
        $"SELECT {WalletRow.Columns} FROM wallets WHERE id = ANY (@ids) AND status <> 'Reserved'",
        row => row.Id,
        database,
        telemetry);

    public Task<WalletReservation> ReserveAsync(NewWallet wallet, CancellationToken cancellationToken) => database.TransactAsync(
        "wallet.reserve",
        async transaction =>
        {
            var (prepared, hasOthers, request, row) = await transaction.QueryMultipleAsync(
                WalletReservations.Reserve,
                new
                {
                    id = wallet.Id.Value,
                    userId = wallet.UserId.Value,
                    key = wallet.IdempotencyKey.Value,
                    route = RequestRow.Create,
                    fingerprint = wallet.Fingerprint.Value,
                    label = wallet.Label.Value,
                    provider = wallet.KeyProvider,
                    now = wallet.CreatedAt,
                    caller = wallet.Caller.Value,
                    space = AdvisoryLocks.WalletsOfUser,
                },
                async results =>
                {
                    await results.ReadAsync<string>();
                    return (
                        await results.ReadSingleOrDefaultAsync<PreparedKeyRow>(),
                        await results.ReadSingleAsync<bool>(),
                        await results.ReadSingleAsync<RequestRow>(),
                        await results.ReadSingleOrDefaultAsync<WalletRow>());
                });

            if (!request.IsSame(RequestRow.Create, wallet.Fingerprint))
            {
                return new WalletReservation.Conflict();
            }

            if (prepared is not null)
            {
                return new WalletReservation.Completed(await CompleteAsync(transaction, row!, prepared.ToKey(), isActive: !hasOthers));
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

    public async Task<Wallet?> FindAsync(UserId userId, WalletId walletId, CancellationToken cancellationToken) =>
        await byId.FindAsync(walletId.Value, cancellationToken) is { } row && row.UserId == userId.Value ? row.ToWallet() : null;

    public async Task<Wallet?> FindWithKeyAsync(UserId userId, WalletId walletId, int keyNumber, CancellationToken cancellationToken)
    {
        var wallet = await FindAsync(userId, walletId, cancellationToken);
        return wallet is null || wallet.KeyNumber == keyNumber
            ? wallet
            : await addresses.FindAsync(walletId, keyNumber, cancellationToken) is { } retired
                ? wallet with { Key = retired.Key, KeyNumber = keyNumber }
                : null;
    }

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

    public Task<Wallet?> ActivateAsync(
        CallerId caller, UserId userId, WalletId walletId, CancellationToken cancellationToken) => database.TransactAsync(
        "wallet.activate",
        async transaction =>
        {
            // Both wallets that change are locked in the order of their ids, as every change of several wallets does.
            var (locked, row) = await transaction.QueryMultipleAsync(
                $"""
                SELECT pg_advisory_xact_lock(@space, hashtext(@userId))::text;
                SELECT id FROM wallets WHERE user_id = @userId AND (id = @walletId OR is_active) ORDER BY id FOR NO KEY UPDATE;
                {LockedWallet.Select}
                SELECT {WalletRow.Columns} FROM wallets WHERE id = @walletId AND user_id = @userId AND status <> 'Reserved';
                """,
                new { walletId = walletId.Value, walletIds = new[] { walletId.Value }, userId = userId.Value, space = AdvisoryLocks.WalletsOfUser },
                async results =>
                {
                    await results.ReadAsync<string>();
                    await results.ReadAsync<Guid>();
                    return (await results.ReadSingleOrDefaultAsync<LockedWallet>(), await results.ReadSingleOrDefaultAsync<WalletRow>());
                });

            if (locked is null || row is null || row.IsActive || locked.WalletStatus == WalletStatus.Archived)
            {
                return row?.ToWallet();
            }

            var activated = row.ToWallet() with { IsActive = true };
            var beside = new ChangeRecords(time.GetUtcNow());
            beside.Add(locked, AuditDrafts.WalletActivated(caller), [WalletEvents.Activated(activated)]);
            await transaction.CommitWithAsync(
            [
                Statement.Of("UPDATE wallets SET is_active = false WHERE user_id = $1 AND is_active", Statement.Parameter(userId.Value)),
                Statement.Of("UPDATE wallets SET is_active = true WHERE id = $1", Statement.Parameter(walletId.Value)),
                .. beside.Statements(),
            ]);
            return activated;
        },
        cancellationToken);

    public ValueTask DisposeAsync() => byId.DisposeAsync();

    private async Task<Wallet> CompleteAsync(PostgresTransaction transaction, WalletRow row, WalletKey key, bool isActive)
    {
        var completed = row with
        {
            Status = nameof(WalletStatus.Open),
            IsActive = isActive,
            KeyProvider = key.Provider,
            KeyVersion = key.KeyVersionName,
            Address = key.Address.Value,
            ProtectionLevel = key.ProtectionLevel,
        };
        var wallet = completed.ToWallet();
        var beside = new ChangeRecords(time.GetUtcNow());
        beside.Add(
            new LockedWallet(row.Id, row.UserId, completed.Status, SettledSlot: 0, EventSequence: 0, AuditEntry.Origin),
            AuditDrafts.WalletCreated(wallet, CallerId.Restore(row.Caller)),
            [WalletEvents.Created(wallet)]);
        await transaction.CommitWithAsync(
        [
            Statement.Of(
                """
                UPDATE wallets
                SET status = $2, is_active = $3, key_provider = $4, key_version = $5, address = $6, protection_level = $7
                WHERE id = $1
                """,
                Statement.Parameter(row.Id),
                Statement.Parameter(completed.Status),
                Statement.Parameter(isActive),
                Statement.Parameter(key.Provider),
                Statement.Parameter(key.KeyVersionName),
                Statement.Parameter(key.Address.Value),
                Statement.Parameter(key.ProtectionLevel)),
            .. beside.Statements(),
        ]);
        return wallet;
    }
}
