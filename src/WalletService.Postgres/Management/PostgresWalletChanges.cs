using WalletService.Domain.Errors;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Postgres.Connections;
using WalletService.Postgres.Records;

namespace WalletService.Postgres.Management;

internal sealed class PostgresWalletChanges(PostgresDatabase database, TimeProvider time) : IWalletChanges
{
    public Task<Result<Wallet>> ChangeAsync(
        UserId userId, WalletId walletId, Func<WalletState, WalletChange> decide, CancellationToken cancellationToken) =>
        database.TransactAsync(
            "wallet.change",
            async transaction =>
            {
                var (locked, row, hasOpenWork) = await transaction.QueryMultipleAsync(
                    $"""
                    {LockedWallet.Select}
                    SELECT {WalletRow.Columns} FROM wallets WHERE id = @walletId AND user_id = @userId AND status <> 'Reserved';

                    SELECT EXISTS (
                               SELECT FROM transfers
                               WHERE wallet_id = @walletId
                                 AND status NOT IN ('Finalized', 'Rejected', 'Failed', 'Expired', 'Cancelled'))
                        OR EXISTS (SELECT FROM batches WHERE wallet_id = @walletId AND status <> 'Ended');
                    """,
                    new { walletId = walletId.Value, walletIds = new[] { walletId.Value }, userId = userId.Value },
                    async results => (
                        await results.ReadSingleOrDefaultAsync<LockedWallet>(),
                        await results.ReadSingleOrDefaultAsync<WalletRow>(),
                        await results.ReadSingleAsync<bool>()));
                if (locked is null || row is null)
                {
                    return WalletErrors.WalletNotFound();
                }

                var wallet = row.ToWallet();
                switch (decide(new WalletState(wallet, hasOpenWork)))
                {
                    case WalletChange.None:
                        return wallet;
                    case WalletChange.Refuse refuse:
                        return refuse.Error;
                    case WalletChange.To to:
                        await WriteAsync(transaction, locked, to);
                        return (Result<Wallet>)to.After;
                    case var other:
                        throw new InvalidOperationException($"Unknown change {other}.");
                }
            },
            cancellationToken);

    private async Task WriteAsync(PostgresTransaction transaction, LockedWallet locked, WalletChange.To change)
    {
        var beside = new ChangeRecords(time.GetUtcNow());
        beside.Add(locked, change.Audit, [change.Event]);
        await transaction.CommitWithAsync(
        [
            Statement.Of(
                "UPDATE wallets SET label = $2, status = $3 WHERE id = $1",
                Statement.Parameter(locked.Id),
                Statement.Parameter(change.After.Label.Value),
                Statement.Parameter(change.After.Status.ToString())),
            .. beside.Statements(),
        ]);
    }
}
