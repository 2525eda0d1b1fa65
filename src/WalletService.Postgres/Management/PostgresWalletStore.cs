using WalletService.Domain.Auditing;
using WalletService.Domain.Events;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Postgres.Batching;
using WalletService.Postgres.Connections;
using WalletService.Postgres.Encryption;
using WalletService.Postgres.Records;

namespace WalletService.Postgres.Management;

internal sealed class PostgresWalletStore(
    PostgresDatabase database, WalletAddresses addresses, FieldCipher cipher, PostgresTelemetry telemetry, TimeProvider time)
    : IWalletStore, IAsyncDisposable
{
    private readonly GatheredQuery<WalletRow> byId = new(
        "wallet.find",
        $"SELECT {WalletRow.Columns} FROM wallets WHERE id = ANY (@ids) AND status <> 'Reserved'",
        row => row.Id,
        database,
        telemetry);

    public async Task<WalletReservation> ReserveAsync(NewWallet wallet, CancellationToken cancellationToken)
    {
        await cipher.PrepareAsync(cancellationToken);
        var label = StoredLabel.Seal(cipher, wallet.Label, StoredLabel.PlaceOfReserved(wallet.UserId.Value));
        return await ReserveAsync(wallet, label, cancellationToken);
    }

    public async Task<Wallet> CompleteAsync(WalletId walletId, WalletKey key, CancellationToken cancellationToken)
    {
        await cipher.PrepareAsync(cancellationToken);
        return await FinishAsync(walletId, key, cancellationToken);
    }

    public async Task<Wallet?> FindAsync(UserId userId, WalletId walletId, CancellationToken cancellationToken)
    {
        if (await byId.FindAsync(walletId.Value, cancellationToken) is not { } row || row.UserId != userId.Value)
        {
            return null;
        }

        await cipher.TryPrepareAsync([row.LabelSealed], cancellationToken);
        return row.ToWallet(cipher);
    }

    public async Task<Wallet?> FindWithKeyAsync(UserId userId, WalletId walletId, int keyNumber, CancellationToken cancellationToken)
    {
        var wallet = await FindAsync(userId, walletId, cancellationToken);
        return wallet is null || wallet.KeyNumber == keyNumber
            ? wallet
            : await addresses.FindAsync(walletId, keyNumber, cancellationToken) is { } retired
                ? wallet with { Key = retired.Key, KeyNumber = keyNumber }
                : null;
    }

    public async Task<WalletPage> ListAsync(UserId userId, int limit, WalletId? after, CancellationToken cancellationToken)
    {
        var rows = await database.RepeatableAsync(
            "wallet.list",
            statements => statements.QueryAsync<WalletRow>(
                $"""
                SELECT {WalletRow.Columns}
                FROM wallets
                WHERE user_id = @userId AND status <> 'Reserved'
                  AND (@after::uuid IS NULL
                       OR (created_at, id) > (SELECT created_at, id FROM wallets WHERE id = @after::uuid AND user_id = @userId))
                ORDER BY created_at, id
                LIMIT @oneMore
                """,
                new { userId = userId.Value, after = after?.Value, oneMore = limit + 1 }),
            cancellationToken);
        await cipher.TryPrepareAsync(rows.Select(row => row.LabelSealed), cancellationToken);
        var wallets = rows.Take(limit).Select(row => row.ToWallet(cipher)).ToArray();
        return new WalletPage(wallets, rows.Count > limit ? wallets[^1].Id : null);
    }

    public async Task<Wallet?> ActivateAsync(CallerId caller, UserId userId, WalletId walletId, CancellationToken cancellationToken)
    {
        await cipher.TryPrepareAsync(cancellationToken);
        return await SwitchAsync(caller, userId, walletId, cancellationToken);
    }

    public ValueTask DisposeAsync() => byId.DisposeAsync();

    private Task<WalletReservation> ReserveAsync(NewWallet wallet, StoredLabel label, CancellationToken cancellationToken) => database.TransactAsync(
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
                    label = label.Text,
                    labelSealed = label.Sealed,
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
                : (WalletReservation)new WalletReservation.Completed(row.ToWallet(cipher));
        },
        cancellationToken);

    private Task<Wallet> FinishAsync(WalletId walletId, WalletKey key, CancellationToken cancellationToken) => database.TransactAsync(
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
                : row.ToWallet(cipher);
        },
        cancellationToken);

    private Task<Wallet?> SwitchAsync(
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
                return row?.ToWallet(cipher);
            }

            var activated = row.ToWallet(cipher) with { IsActive = true };
            var beside = new ChangeRecords(time.GetUtcNow(), cipher);
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

        // Its id is settled now.
        var label = StoredLabel.Seal(cipher, row.ToWalletLabel(cipher), StoredLabel.PlaceOf(row.Id));
        completed = completed with { Label = label.Text, LabelSealed = label.Sealed };
        var wallet = completed.ToWallet(cipher);
        var beside = new ChangeRecords(time.GetUtcNow(), cipher);
        beside.Add(
            new LockedWallet(row.Id, row.UserId, completed.Status, SettledSlot: 0, EventSequence: 0, AuditEntry.Origin),
            AuditDrafts.WalletCreated(wallet, CallerId.Restore(row.Caller)),
            [WalletEvents.Created(wallet)]);
        await transaction.CommitWithAsync(
        [
            Statement.Of(
                """
                UPDATE wallets
                SET status = $2, is_active = $3, key_provider = $4, key_version = $5, address = $6, protection_level = $7,
                    label = $8, label_sealed = $9
                WHERE id = $1
                """,
                Statement.Parameter(row.Id),
                Statement.Parameter(completed.Status),
                Statement.Parameter(isActive),
                Statement.Parameter(key.Provider),
                Statement.Parameter(key.KeyVersionName),
                Statement.Parameter(key.Address.Value),
                Statement.Parameter(key.ProtectionLevel),
                Statement.Parameter(label.Text),
                Statement.Parameter(label.Sealed)),
            .. beside.Statements(),
        ]);
        return wallet;
    }
}
