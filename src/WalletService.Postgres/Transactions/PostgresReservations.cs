using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Postgres.Connections;

namespace WalletService.Postgres.Transactions;

internal sealed class PostgresReservations(PostgresDatabase database) : IReservations
{
    public Task<Lamports> GetReservedAsync(WalletId walletId, CancellationToken cancellationToken) => database.RepeatableAsync(
        "reservations.sum",
        async statements => new Lamports((ulong)await statements.QuerySingleOrDefaultAsync<decimal>(
            "SELECT coalesce(sum(reserved), 0) FROM transfers WHERE wallet_id = @walletId AND reserved > 0",
            new { walletId = walletId.Value })),
        cancellationToken);
}
