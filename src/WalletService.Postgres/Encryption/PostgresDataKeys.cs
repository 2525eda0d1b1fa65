using WalletService.Domain.Auditing;
using WalletService.Domain.Ports;

namespace WalletService.Postgres.Encryption;

/// <summary>Exchanges data keys, and moves what is stored to the newest of them.</summary>
internal sealed class PostgresDataKeys(DataKeyRing keys, DataKeyStore store, FieldRewriter fields) : IDataKeys
{
    public async Task<RewrapReport> RewrapAsync(bool rotate, CancellationToken cancellationToken)
    {
        var wrappers = keys.Wrappers
            ?? throw new KeyUnusableException("no_vault", "No vault is configured that wraps data keys.");
        await keys.LoadAsync(cancellationToken);
        if (rotate)
        {
            var newest = (await store.ReadAsync(cancellationToken)).Max(row => row.Id) + 1;
            await store.AddAsync(newest, DataKeyRow.Fields, wrappers.Preferred, cancellationToken);
            await store.RetireBeforeAsync(newest, cancellationToken);
            await keys.LoadAsync(cancellationToken);
        }

        var wrapped = await WrapAnewAsync(wrappers.Preferred, cancellationToken);
        var written = await fields.RewriteAsync(cancellationToken);
        var report = new RewrapReport(wrapped, written, await fields.CountAsync(cancellationToken));
        await store.RecordAsync(ManagementAudit.DataRewrapped(report, rotate), cancellationToken);
        return report;
    }

    private async Task<int> WrapAnewAsync(IKeyWrapper wrapper, CancellationToken cancellationToken)
    {
        var rows = await store.ReadAsync(cancellationToken);
        foreach (var row in rows)
        {
            var key = await keys.UnwrapAsync(row, cancellationToken);
            await store.ReplaceAsync(row, wrapper.Provider, await wrapper.WrapAsync(key, row.Context, cancellationToken), cancellationToken);
        }

        return rows.Count;
    }
}
