using WalletService.Domain.Auditing;
using WalletService.Domain.Ports;
using WalletService.Postgres.Connections;
using WalletService.Postgres.Records;

namespace WalletService.Postgres.Auditing;

internal sealed class PostgresSettingsLog(PostgresDatabase database, TimeProvider time) : ISettingsLog
{
    public Task<bool> RecordAsync(SettingsSnapshot settings, string instance, CancellationToken cancellationToken) => database.TransactAsync(
        "settings.record",
        async transaction =>
        {
            // One start at a time: of two with the same settings the second finds what the first has written.
            var earlier = await transaction.QueryMultipleAsync(
                """
                SELECT pg_advisory_xact_lock(@space, 0)::text;
                SELECT name, digest FROM known_settings;
                """,
                new { space = AdvisoryLocks.Settings },
                async results =>
                {
                    await results.ReadAsync<string>();
                    return (await results.ReadAsync<(string Name, string Digest)>()).ToDictionary(row => row.Name, row => row.Digest, StringComparer.Ordinal);
                });
            if (settings.DifferencesFrom(earlier).Count == 0)
            {
                return false;
            }

            await transaction.CommitWithAsync(
            [
                Statement.Of("DELETE FROM known_settings"),
                Statement.Of(
                    "INSERT INTO known_settings (name, digest) SELECT name, digest FROM unnest($1, $2) AS setting (name, digest)",
                    settings.Digests.Column(setting => setting.Key),
                    settings.Digests.Column(setting => setting.Value)),
                .. await AuditWrites.AppendToServiceAsync(
                    transaction, [SettingsAudit.Changed(settings, earlier, instance)], time.GetUtcNow()),
            ]);
            return true;
        },
        cancellationToken);
}
