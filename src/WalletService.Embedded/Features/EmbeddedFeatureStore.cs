using WalletService.Domain.Auditing;
using WalletService.Domain.Features;
using WalletService.Domain.Ports;
using WalletService.Embedded.Storage;

namespace WalletService.Embedded.Features;

internal sealed class EmbeddedFeatureStore(EmbeddedDatabase database) : IFeatureStore
{
    public Task<FeatureSetting> SetAsync(FeatureSetting setting, bool isOnByDefault, CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            var earlier = database.Features.GetValueOrDefault(setting.Feature);
            if (earlier?.IsOn == setting.IsOn)
            {
                return Task.FromResult(earlier);
            }

            database.Features[setting.Feature] = setting;
            database.RecordService(ManagementAudit.FeatureSet(setting, earlier?.IsOn ?? isOnByDefault));
            return Task.FromResult(setting);
        }
    }

    public Task<IReadOnlyList<FeatureSetting>> ReadAsync(CancellationToken cancellationToken)
    {
        lock (database.Gate)
        {
            return Task.FromResult<IReadOnlyList<FeatureSetting>>([.. database.Features.Values]);
        }
    }
}
