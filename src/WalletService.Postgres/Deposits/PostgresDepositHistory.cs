using WalletService.Domain.Deposits;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Postgres.Connections;

namespace WalletService.Postgres.Deposits;

/// <inheritdoc cref="IDepositHistory"/>
internal sealed class PostgresDepositHistory(PostgresDatabase database) : IDepositHistory
{
    public Task<DepositPage> ListAsync(
        UserId userId, DepositFilter filter, int limit, Guid? before, CancellationToken cancellationToken) => database.RepeatableAsync(
        "deposits.list",
        async statements =>
        {
            var rows = await statements.QueryAsync<DepositRow>(
                $"""
                SELECT {DepositRow.Columns}
                FROM deposits
                WHERE user_id = @userId
                  AND (@walletId::uuid IS NULL OR wallet_id = @walletId)
                  AND (@mint::text IS NULL OR mint = @mint)
                  AND (@status::text IS NULL OR status = @status)
                  AND (@before::uuid IS NULL OR number < (SELECT number FROM deposits WHERE id = @before AND user_id = @userId))
                ORDER BY number DESC
                LIMIT @oneMore
                """,
                new
                {
                    userId = userId.Value,
                    walletId = filter.WalletId?.Value,
                    mint = filter.Mint?.Value,
                    status = filter.Status?.ToString().ToLowerInvariant(),
                    before,
                    oneMore = limit + 1,
                });
            var deposits = rows.Take(limit).Select(row => row.ToDeposit()).ToArray();
            return new DepositPage(deposits, rows.Count > limit ? deposits[^1].Id : null);
        },
        cancellationToken);

    public Task<IReadOnlyList<LedgerEntry>> ReadBooksAsync(
        WalletId walletId, int skip, int limit, CancellationToken cancellationToken) =>
        database.RepeatableAsync<IReadOnlyList<LedgerEntry>>(
            "deposits.read_books",
            async statements =>
            {
                var rows = await statements.QueryAsync<EntryRow>(
                    $"SELECT {EntryRow.Columns} FROM ledger_entries WHERE wallet_id = @walletId ORDER BY id OFFSET @skip LIMIT @limit",
                    new { walletId = walletId.Value, skip, limit });
                return [.. rows.Select(row => row.ToEntry())];
            },
            cancellationToken);
}
