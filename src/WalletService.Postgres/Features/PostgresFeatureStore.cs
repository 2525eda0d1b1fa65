using WalletService.Domain.Auditing;
using WalletService.Domain.Features;
using WalletService.Domain.Ports;
using WalletService.Postgres.Connections;
using WalletService.Postgres.Records;

namespace WalletService.Postgres.Features;

internal sealed class PostgresFeatureStore(PostgresDatabase database) : IFeatureStore
{
    public Task<FeatureSetting> SetAsync(FeatureSetting setting, bool isOnByDefault, CancellationToken cancellationToken) =>
        database.TransactAsync(
            "feature.set",
            async transaction =>
            {
                // Two who set a flag go one after the other, so that the audit log tells what each of them has changed.
                await transaction.ExecuteAsync($"SELECT pg_advisory_xact_lock({AdvisoryLocks.Features}, 0)", new { });
                var name = FeatureNames.Of(setting.Feature);
                var earlier = (await transaction.QuerySingleOrDefaultAsync<FeatureRow>(
                    $"SELECT {FeatureRow.Columns} FROM feature_flags WHERE feature = @name", new { name }))?.ToSetting();
                if (earlier?.IsOn == setting.IsOn)
                {
                    return earlier;
                }

                await transaction.CommitWithAsync(
                [
                    Statement.Of(
                        """
                        INSERT INTO feature_flags (feature, is_on, reason, set_by, set_at) VALUES ($1, $2, $3, $4, $5)
                        ON CONFLICT (feature) DO UPDATE
                        SET is_on = EXCLUDED.is_on, reason = EXCLUDED.reason, set_by = EXCLUDED.set_by, set_at = EXCLUDED.set_at
                        """,
                        Statement.Parameter(name),
                        Statement.Parameter(setting.IsOn),
                        Statement.Parameter(setting.Reason),
                        Statement.Parameter(setting.SetBy.Value),
                        Statement.Parameter(setting.SetAt)),
                    .. await AuditWrites.AppendToServiceAsync(
                        transaction, [ManagementAudit.FeatureSet(setting, earlier?.IsOn ?? isOnByDefault)], setting.SetAt),
                ]);
                return setting;
            },
            cancellationToken);

    public Task<IReadOnlyList<FeatureSetting>> ReadAsync(CancellationToken cancellationToken) =>
        database.RepeatableAsync<IReadOnlyList<FeatureSetting>>(
            "feature.read",
            async statements =>
            {
                var rows = await statements.QueryAsync<FeatureRow>($"SELECT {FeatureRow.Columns} FROM feature_flags", new { });
                return [.. rows.Select(row => row.ToSetting()).OfType<FeatureSetting>().OrderBy(setting => setting.Feature)];
            },
            cancellationToken);
}
