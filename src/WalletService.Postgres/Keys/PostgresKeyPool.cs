using WalletService.Domain.Keys;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Postgres.Connections;

namespace WalletService.Postgres.Keys;

internal sealed class PostgresKeyPool(PostgresDatabase database, TimeProvider time) : IKeyPool
{
    public Task<WalletId?> ReserveAsync(WalletId id, string provider, KeyPoolOptions options, CancellationToken cancellationToken) =>
        database.TransactAsync(
            "key_pool.reserve",
            async transaction =>
            {
                var now = time.GetUtcNow();
                var reserved = await transaction.QuerySingleOrDefaultAsync<Guid?>(
                    """
                    WITH abandoned AS (
                        UPDATE key_pool SET reserved_at = @now
                        WHERE wallet_id = (
                            SELECT wallet_id FROM key_pool
                            WHERE provider = @provider AND key_version IS NULL AND reserved_at <= @abandonedBefore
                            ORDER BY reserved_at
                            LIMIT 1
                            FOR UPDATE SKIP LOCKED)
                        RETURNING wallet_id
                    ),
                    turn AS (
                        INSERT INTO key_pool_pace (provider, last_at)
                        SELECT @provider, @now
                        WHERE NOT EXISTS (SELECT FROM abandoned) AND (SELECT count(*) FROM key_pool WHERE provider = @provider) < @size
                        ON CONFLICT (provider) DO UPDATE SET last_at = @now WHERE key_pool_pace.last_at <= @dueSince
                        RETURNING provider
                    ),
                    added AS (
                        INSERT INTO key_pool (wallet_id, provider, reserved_at)
                        SELECT @id, provider, @now FROM turn
                        ON CONFLICT DO NOTHING
                        RETURNING wallet_id
                    )
                    SELECT wallet_id FROM abandoned UNION ALL SELECT wallet_id FROM added
                    """,
                    new
                    {
                        id = id.Value,
                        provider,
                        now,
                        size = options.Size,
                        dueSince = now - options.RefillInterval,
                        abandonedBefore = now - options.Patience,
                    });
                return reserved is { } value ? WalletId.From(value) : null;
            },
            cancellationToken);

    public Task AddAsync(WalletId id, WalletKey key, CancellationToken cancellationToken) => database.TransactAsync(
        "key_pool.add",
        transaction => transaction.ExecuteAsync(
            """
            UPDATE key_pool SET key_version = @keyVersion, address = @address, protection_level = @level
            WHERE wallet_id = @id AND provider = @provider AND key_version IS NULL
            """,
            new
            {
                id = id.Value,
                provider = key.Provider,
                keyVersion = key.KeyVersionName,
                address = key.Address.Value,
                level = key.ProtectionLevel,
            }),
        cancellationToken);

    public Task<int> CountAsync(string provider, CancellationToken cancellationToken) => database.RepeatableAsync(
        "key_pool.count",
        statements => statements.QuerySingleOrDefaultAsync<int>(
            "SELECT count(*)::int FROM key_pool WHERE provider = @provider AND key_version IS NOT NULL", new { provider }),
        cancellationToken);
}
