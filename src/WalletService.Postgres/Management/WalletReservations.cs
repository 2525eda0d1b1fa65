using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Postgres.Records;

namespace WalletService.Postgres.Management;

/// <summary>The statements that begin a wallet, in one round trip.</summary>
internal static class WalletReservations
{
    /// <summary>
    /// Of equal requests at once the first insert wins; the others wait for its commit and then read its row. The one that won takes a
    /// prepared key, if there is one, and its wallet bears the id for which that key was made. Results: the lock, the key that was taken,
    /// whether the user has other wallets, the request, its wallet.
    /// </summary>
    public const string Reserve =
        $"""
        SELECT pg_advisory_xact_lock(@space, hashtext(@userId))::text;

        INSERT INTO requests (user_id, key, route, fingerprint, resource_id, created_at, caller)
        VALUES (@userId, @key, @route, @fingerprint, @id, @now, @caller)
        ON CONFLICT (user_id, key) DO NOTHING;

        WITH taken AS (
            DELETE FROM key_pool
            WHERE wallet_id = (
                SELECT key_pool.wallet_id
                FROM key_pool
                WHERE key_pool.provider = @provider::text AND key_pool.key_version IS NOT NULL
                  AND EXISTS (
                      SELECT FROM requests WHERE user_id = @userId AND key = @key AND route = @route AND resource_id = @id)
                  AND NOT EXISTS (SELECT FROM wallets WHERE id = @id)
                ORDER BY key_pool.reserved_at
                LIMIT 1
                FOR UPDATE OF key_pool SKIP LOCKED)
            RETURNING wallet_id, provider, key_version, address, protection_level
        ),
        renamed AS (
            UPDATE requests SET resource_id = taken.wallet_id FROM taken WHERE user_id = @userId AND key = @key
        )
        SELECT provider, key_version AS KeyVersion, address, protection_level AS ProtectionLevel FROM taken;

        INSERT INTO wallets (id, user_id, label, label_sealed, status, created_at, caller)
        SELECT resource_id, @userId, @label, @labelSealed::bytea, 'Reserved', @now, @caller
        FROM requests
        WHERE user_id = @userId AND key = @key AND route = @route AND fingerprint = @fingerprint
        ON CONFLICT (id) DO NOTHING;

        SELECT EXISTS (SELECT FROM wallets WHERE user_id = @userId AND status <> 'Reserved');

        {RequestRow.Select}
        WHERE requests.user_id = @userId AND requests.key = @key;

        SELECT {WalletRow.Columns}
        FROM requests JOIN wallets ON wallets.id = requests.resource_id
        WHERE requests.user_id = @userId AND requests.key = @key;
        """;
}

/// <summary>A key that was made ahead.</summary>
internal sealed record PreparedKeyRow(string Provider, string KeyVersion, string Address, string ProtectionLevel)
{
    public WalletKey ToKey() => new(Provider, KeyVersion, SolanaAddress.Parse(Address), ProtectionLevel);
}
