using Npgsql;
using WalletService.Domain.Errors;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Postgres.Connections;
using WalletService.Postgres.Encryption;
using WalletService.Postgres.Records;

namespace WalletService.Postgres.Management;

internal sealed class PostgresWalletChanges(PostgresDatabase database, FieldCipher cipher, TimeProvider time) : IWalletChanges
{
    public async Task<Result<Wallet>> ChangeAsync(
        UserId userId, WalletId walletId, Func<WalletState, WalletChange> decide, CancellationToken cancellationToken)
    {
        await cipher.TryPrepareAsync(cancellationToken);
        return await TransactAsync(userId, walletId, decide, cancellationToken);
    }

    private Task<Result<Wallet>> TransactAsync(
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

                var wallet = row.ToWallet(cipher);
                switch (decide(new WalletState(wallet, hasOpenWork)))
                {
                    case WalletChange.None:
                        return wallet;
                    case WalletChange.Refuse refuse:
                        return refuse.Error;
                    case WalletChange.To to:
                        await WriteAsync(transaction, locked, wallet, to);
                        return (Result<Wallet>)to.After;
                    case var other:
                        throw new InvalidOperationException($"Unknown change {other}.");
                }
            },
            cancellationToken);

    private async Task WriteAsync(PostgresTransaction transaction, LockedWallet locked, Wallet before, WalletChange.To change)
    {
        var beside = new ChangeRecords(time.GetUtcNow(), cipher);
        beside.Add(locked, change.Audit, [change.Event]);
        await transaction.CommitWithAsync([Update(locked.Id, before, change.After), .. beside.Statements()]);
    }

    /// <summary>A label that stays is not written again: freezing has to work while the vault is away.</summary>
    private NpgsqlBatchCommand Update(Guid id, Wallet before, Wallet after)
    {
        if (after.Label == before.Label)
        {
            return Statement.Of(
                "UPDATE wallets SET status = $2 WHERE id = $1", Statement.Parameter(id), Statement.Parameter(after.Status.ToString()));
        }

        var label = StoredLabel.Seal(cipher, after.Label, StoredLabel.PlaceOf(id));
        return Statement.Of(
            "UPDATE wallets SET label = $2, label_sealed = $3, status = $4 WHERE id = $1",
            Statement.Parameter(id),
            Statement.Parameter(label.Text),
            Statement.Parameter(label.Sealed),
            Statement.Parameter(after.Status.ToString()));
    }
}
