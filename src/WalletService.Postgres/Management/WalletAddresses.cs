using WalletService.Domain.Management;
using WalletService.Domain.Values;
using WalletService.Postgres.Connections;

namespace WalletService.Postgres.Management;

/// <summary>Reads the keys that wallets have had.</summary>
internal sealed class WalletAddresses(PostgresDatabase database)
{
    /// <summary>One of the wallet's keys, or null.</summary>
    public Task<WalletAddress?> FindAsync(WalletId walletId, int keyNumber, CancellationToken cancellationToken) => database.RepeatableAsync(
        "wallet.key",
        async statements => (await statements.QuerySingleOrDefaultAsync<WalletAddressRow>(
            $"SELECT {WalletAddressRow.Columns} FROM wallet_keys WHERE wallet_id = @walletId AND version = @keyNumber",
            new { walletId = walletId.Value, keyNumber }))?.ToAddress(),
        cancellationToken);

    /// <summary>All of them, oldest first.</summary>
    public Task<IReadOnlyList<WalletAddress>> ListAsync(WalletId walletId, CancellationToken cancellationToken) =>
        database.RepeatableAsync<IReadOnlyList<WalletAddress>>(
            "wallet.keys",
            async statements =>
            {
                var rows = await statements.QueryAsync<WalletAddressRow>(
                    $"SELECT {WalletAddressRow.Columns} FROM wallet_keys WHERE wallet_id = @walletId ORDER BY version",
                    new { walletId = walletId.Value });
                return [.. rows.Select(row => row.ToAddress())];
            },
            cancellationToken);
}
