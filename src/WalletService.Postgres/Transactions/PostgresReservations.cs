using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Postgres.Connections;

namespace WalletService.Postgres.Transactions;

internal sealed class PostgresReservations(PostgresDatabase database) : IReservations
{
    public Task<Lamports> GetReservedAsync(WalletId walletId, CancellationToken cancellationToken) => database.RepeatableAsync(
        "reservations.sum",
        async statements => new Lamports((ulong)await statements.QuerySingleOrDefaultAsync<decimal>(
            """
            SELECT coalesce(sum(reserved), 0)
            FROM transfers
            WHERE wallet_id = @walletId AND reserved > 0 AND key_number = (SELECT key_number FROM wallets WHERE id = @walletId)
            """,
            new { walletId = walletId.Value })),
        cancellationToken);

    public Task<IReadOnlyDictionary<SolanaAddress, ulong>> GetReservedTokensAsync(WalletId walletId, CancellationToken cancellationToken) =>
        database.RepeatableAsync<IReadOnlyDictionary<SolanaAddress, ulong>>(
            "reservations.tokens",
            async statements => (await statements.QueryAsync<ReservedTokens>(
                """
                SELECT mint, sum(reserved_tokens) AS Reserved
                FROM transfers
                WHERE wallet_id = @walletId AND reserved > 0 AND reserved_tokens > 0
                  AND key_number = (SELECT key_number FROM wallets WHERE id = @walletId)
                GROUP BY mint
                """,
                new { walletId = walletId.Value })).ToDictionary(row => SolanaAddress.Parse(row.Mint), row => (ulong)row.Reserved),
            cancellationToken);

    internal sealed record ReservedTokens(string Mint, decimal Reserved);
}
