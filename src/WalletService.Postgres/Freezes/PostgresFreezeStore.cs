using WalletService.Domain.Freezes;
using WalletService.Domain.Ports;
using WalletService.Postgres.Connections;

namespace WalletService.Postgres.Freezes;

internal sealed class PostgresFreezeStore(PostgresDatabase database) : IFreezeStore
{
    public Task<Freeze> FreezeAsync(Freeze freeze, CancellationToken cancellationToken) => database.TransactAsync(
        "freeze.add",
        async transaction =>
        {
            var row = await transaction.QuerySingleOrDefaultAsync<FreezeRow>(
                $"""
                INSERT INTO freezes (scope, subject, reason, frozen_by, frozen_at)
                VALUES (@scope, @subject, @reason, @frozenBy, @frozenAt)
                ON CONFLICT (scope, subject) DO UPDATE SET scope = excluded.scope
                RETURNING {FreezeRow.Columns}
                """,
                new
                {
                    scope = freeze.Target.ScopeName,
                    subject = freeze.Target.Subject,
                    reason = freeze.Reason,
                    frozenBy = freeze.FrozenBy,
                    frozenAt = freeze.FrozenAt,
                });
            return row!.ToFreeze();
        },
        cancellationToken);

    public Task<Freeze?> UnfreezeAsync(FreezeTarget target, string liftedBy, string reason, CancellationToken cancellationToken) =>
        database.TransactAsync(
            "freeze.remove",
            async transaction => (await transaction.QuerySingleOrDefaultAsync<FreezeRow>(
                $"DELETE FROM freezes WHERE scope = @scope AND subject = @subject RETURNING {FreezeRow.Columns}",
                new { scope = target.ScopeName, subject = target.Subject }))?.ToFreeze(),
            cancellationToken);

    public Task<IReadOnlyList<Freeze>> ListAsync(CancellationToken cancellationToken) => database.RepeatableAsync<IReadOnlyList<Freeze>>(
        "freeze.list",
        async statements =>
        {
            var rows = await statements.QueryAsync<FreezeRow>($"SELECT {FreezeRow.Columns} FROM freezes", new { });
            return
            [
                .. rows.Select(row => row.ToFreeze())
                    .OrderBy(freeze => freeze.Target.Scope)
                    .ThenBy(freeze => freeze.Target.Subject, StringComparer.Ordinal),
            ];
        },
        cancellationToken);
}
