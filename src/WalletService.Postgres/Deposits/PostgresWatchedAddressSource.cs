using System.Globalization;
using WalletService.Domain.Ports;
using WalletService.Postgres.Connections;

namespace WalletService.Postgres.Deposits;

/// <summary>
/// The mark is the oldest transaction that was not finished (<c>pg_snapshot_xmin</c>), read before the wallets are: a wallet that they do
/// not show was made by a transaction of that number or a later one, and is read the next time.
/// </summary>
internal sealed class PostgresWatchedAddressSource(PostgresDatabase database) : IWatchedAddressSource
{
    private const string Mark = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text;";
    private const string All = "SELECT address FROM wallet_keys;";
    private const string Added = "SELECT address FROM wallets WHERE completed_in >= @mark::text::xid8 AND address IS NOT NULL;";

    public Task<AddedAddresses> LoadAsync(ulong? mark, CancellationToken cancellationToken) => database.RepeatableAsync(
        mark is null ? "deposits.watch_all" : "deposits.watch_added",
        statements => statements.QueryMultipleAsync(
            mark is null ? $"{Mark} {All}" : $"{Mark} {Added}",
            new { mark = mark?.ToString(CultureInfo.InvariantCulture) },
            async results =>
            {
                var next = ulong.Parse(await results.ReadSingleAsync<string>(), CultureInfo.InvariantCulture);
                return new AddedAddresses([.. await results.ReadAsync<string>()], next);
            }),
        cancellationToken);
}
