using WalletService.Domain.Auditing;
using WalletService.Domain.Events;
using WalletService.Domain.Freezes;
using WalletService.Domain.Ports;
using WalletService.Postgres.Connections;
using WalletService.Postgres.Records;

namespace WalletService.Postgres.Freezes;

internal sealed class PostgresFreezeStore(PostgresDatabase database, TimeProvider time) : IFreezeStore
{
    public Task<Freeze> FreezeAsync(Freeze freeze, CancellationToken cancellationToken) => database.TransactAsync(
        "freeze.add",
        async transaction =>
        {
            // Under the lock that every freeze takes: what is not there now is added by nobody else.
            var earlier = await transaction.QueryMultipleAsync(
                $"""
                SELECT pg_advisory_xact_lock({AdvisoryLocks.Freezes}, 0)::text;
                SELECT {FreezeRow.Columns} FROM freezes WHERE scope = @scope AND subject = @subject;
                """,
                new { scope = freeze.Target.ScopeName, subject = freeze.Target.Subject },
                async results =>
                {
                    await results.ReadAsync<string>();
                    return await results.ReadSingleOrDefaultAsync<FreezeRow>();
                });
            if (earlier is not null)
            {
                return earlier.ToFreeze();
            }

            var now = time.GetUtcNow();
            await transaction.CommitWithAsync(
            [
                Statement.Of(
                    "INSERT INTO freezes (scope, subject, reason, frozen_by, frozen_at) VALUES ($1, $2, $3, $4, $5)",
                    Statement.Parameter(freeze.Target.ScopeName),
                    Statement.Parameter(freeze.Target.Subject),
                    Statement.Parameter(freeze.Reason),
                    Statement.Parameter(freeze.FrozenBy),
                    Statement.Parameter(freeze.FrozenAt)),
                .. ServiceEventWrites.Insert(FreezeEvents.Frozen(freeze), now),
                .. await AuditWrites.AppendToServiceAsync(transaction, [ManagementAudit.Frozen(freeze)], now),
            ]);
            return freeze;
        },
        cancellationToken);

    public Task<Freeze?> UnfreezeAsync(FreezeTarget target, string liftedBy, string reason, CancellationToken cancellationToken) =>
        database.TransactAsync(
            "freeze.remove",
            async transaction =>
            {
                var row = await transaction.QuerySingleOrDefaultAsync<FreezeRow>(
                    $"DELETE FROM freezes WHERE scope = @scope AND subject = @subject RETURNING {FreezeRow.Columns}",
                    new { scope = target.ScopeName, subject = target.Subject });
                if (row?.ToFreeze() is not { } lifted)
                {
                    return null;
                }

                var now = time.GetUtcNow();
                await transaction.CommitWithAsync(
                [
                    .. ServiceEventWrites.Insert(FreezeEvents.Unfrozen(lifted, liftedBy, reason), now),
                    .. await AuditWrites.AppendToServiceAsync(transaction, [ManagementAudit.Unfrozen(lifted, liftedBy, reason)], now),
                ]);
                return lifted;
            },
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
