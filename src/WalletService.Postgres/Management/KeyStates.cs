using WalletService.Domain.Auditing;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Postgres.Connections;
using WalletService.Postgres.Records;

namespace WalletService.Postgres.Management;

/// <summary>What operators do with the keys that wallets have had: restore them after a loss, give them up, take that back.</summary>
internal sealed class KeyStates(PostgresDatabase database, TimeProvider time)
{
    private const string Lock =
        $"""
        {LockedWallet.Select}
        SELECT {WalletAddressRow.Columns} FROM wallet_keys WHERE wallet_id = ANY (@walletIds) ORDER BY version;
        SELECT DISTINCT key_number
        FROM transfers
        WHERE wallet_id = ANY (@walletIds) AND status NOT IN ('Finalized', 'Rejected', 'Failed', 'Expired', 'Cancelled');
        """;

    public Task RestoreAsync(WalletId walletId, IReadOnlyDictionary<int, WalletKey> keys, CancellationToken cancellationToken) =>
        database.TransactAsync(
            "wallet.keys_restore",
            async transaction =>
            {
                var (locked, known, _) = await LockAsync(transaction, walletId);
                var older = keys.Where(key => known.All(address => address.Key != key.Value)).OrderBy(key => key.Key).ToArray();
                if (older.Length == 0)
                {
                    return false;
                }

                var now = time.GetUtcNow();
                var beside = new ChangeRecords(now);
                beside.Add(locked, ManagementAudit.KeysRestored(older), []);
                await transaction.CommitWithAsync(
                [
                    Statement.Of(
                        "UPDATE wallet_keys SET version = $2 WHERE wallet_id = $1 AND state = 'current'",
                        Statement.Parameter(walletId.Value),
                        Statement.Parameter(keys.Keys.Max())),
                    Statement.Of(
                        "UPDATE wallets SET key_number = $2 WHERE id = $1",
                        Statement.Parameter(walletId.Value),
                        Statement.Parameter(keys.Keys.Max())),
                    Statement.Of(
                        """
                        INSERT INTO wallet_keys (
                            wallet_id, version, provider, key_version, address, protection_level, state, since, sweep_due_at)
                        SELECT $1, key.version, key.provider, key.key_version, key.address, key.protection_level, 'retired', $2, $2
                        FROM unnest($3, $4, $5, $6, $7) AS key (version, provider, key_version, address, protection_level)
                        """,
                        Statement.Parameter(walletId.Value),
                        Statement.Parameter(now),
                        older.Column(key => key.Key),
                        older.Column(key => key.Value.Provider),
                        older.Column(key => key.Value.KeyVersionName),
                        older.Column(key => key.Value.Address.Value),
                        older.Column(key => key.Value.ProtectionLevel)),
                    .. beside.Statements(),
                ]);
                return true;
            },
            cancellationToken);

    /// <summary>Why it is not done; null when it is.</summary>
    public Task<string?> GiveUpAsync(WalletId walletId, int keyNumber, CallerId caller, CancellationToken cancellationToken) =>
        database.TransactAsync(
            "wallet.key_give_up",
            async transaction =>
            {
                var (locked, known, paying) = await LockAsync(transaction, walletId);
                switch (known.FirstOrDefault(address => address.KeyNumber == keyNumber))
                {
                    case null:
                        return "The wallet has no such key.";
                    case { State: WalletAddressState.Current }:
                        return "It is the wallet's current key. Rotate it first.";
                    case { State: WalletAddressState.Destroying }:
                        return null;
                    case { State: WalletAddressState.Retired } when paying.Contains(keyNumber):
                        return "Transfers that pay from this address are on their way. Wait until they have ended.";
                    case var address:
                        await MoveAsync(transaction, locked, address, "destroying", ManagementAudit.KeyGivenUp(address, caller));
                        return (string?)null;
                }
            },
            cancellationToken);

    public Task KeepAsync(WalletId walletId, int keyNumber, CallerId caller, CancellationToken cancellationToken) => database.TransactAsync(
        "wallet.key_keep",
        async transaction =>
        {
            var (locked, known, _) = await LockAsync(transaction, walletId);
            if (known.FirstOrDefault(address => address.KeyNumber == keyNumber) is { State: WalletAddressState.Destroying } address)
            {
                await MoveAsync(transaction, locked, address, "retired", ManagementAudit.KeyKept(address, caller));
            }

            return true;
        },
        cancellationToken);

    private Task MoveAsync(PostgresTransaction transaction, LockedWallet locked, WalletAddress address, string state, AuditDraft audit)
    {
        var now = time.GetUtcNow();
        var beside = new ChangeRecords(now);
        beside.Add(locked, audit, []);
        return transaction.CommitWithAsync(
        [
            Statement.Of(
                "UPDATE wallet_keys SET state = $3, since = $4, sweep_due_at = $4 WHERE wallet_id = $1 AND version = $2",
                Statement.Parameter(locked.Id),
                Statement.Parameter(address.KeyNumber),
                Statement.Parameter(state),
                Statement.Parameter(now)),
            .. beside.Statements(),
        ]);
    }

    private static Task<(LockedWallet Wallet, IReadOnlyList<WalletAddress> Known, IReadOnlyCollection<int> Paying)> LockAsync(
        PostgresTransaction transaction, WalletId walletId) => transaction.QueryMultipleAsync(
        Lock,
        new { walletIds = new[] { walletId.Value } },
        async results => (
            await results.ReadSingleAsync<LockedWallet>(),
            (IReadOnlyList<WalletAddress>)[.. (await results.ReadAsync<WalletAddressRow>()).Select(row => row.ToAddress())],
            (IReadOnlyCollection<int>)[.. await results.ReadAsync<int>()]));
}
