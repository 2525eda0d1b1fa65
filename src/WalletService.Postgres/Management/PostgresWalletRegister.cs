using System.Runtime.CompilerServices;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Postgres.Connections;
using WalletService.Postgres.Encryption;

namespace WalletService.Postgres.Management;

internal sealed class PostgresWalletRegister(PostgresDatabase database, FieldCipher cipher) : IWalletRegister
{
    private const int PageSize = 1_000;

    public async IAsyncEnumerable<Wallet> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await cipher.PrepareAsync(cancellationToken);
        Guid? after = null;
        IReadOnlyList<WalletRow> page;
        do
        {
            page = await ReadPageAsync(after, cancellationToken);
            foreach (var row in page)
            {
                yield return row.ToWallet(cipher);
                after = row.Id;
            }
        }
        while (page.Count == PageSize);
    }

    private Task<IReadOnlyList<WalletRow>> ReadPageAsync(Guid? after, CancellationToken cancellationToken) => database.RepeatableAsync(
        "wallet.export",
        statements => statements.QueryAsync<WalletRow>(
            $"""
            SELECT {WalletRow.Columns}
            FROM wallets
            WHERE status <> 'Reserved' AND (@after::uuid IS NULL OR id > @after::uuid)
            ORDER BY id
            LIMIT @size
            """,
            new { after, size = PageSize }),
        cancellationToken);
}
