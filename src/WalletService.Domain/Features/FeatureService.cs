using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Domain.Features;

/// <summary>Flags for administrators.</summary>
public sealed class FeatureService(IFeatureStore store, FeatureFlags flags, FeatureOptions defaults, TimeProvider time)
{
    /// <summary>
    /// The flag as it holds when this returns, in this instance at once and in the others within
    /// <see cref="FeatureOptions.RefreshInterval"/>.
    /// </summary>
    public async Task<FeatureState> SetAsync(
        CallerId caller, Feature feature, bool isOn, string reason, CancellationToken cancellationToken)
    {
        var setting = new FeatureSetting(feature, isOn, reason, caller, time.GetUtcNow());
        var held = await store.SetAsync(setting, defaults.IsOn(feature), cancellationToken);
        flags.Take(held);
        return new FeatureState(feature, held.IsOn, held);
    }

    /// <summary>Every flag as it is on record now.</summary>
    public async Task<IReadOnlyList<FeatureState>> ListAsync(CancellationToken cancellationToken)
    {
        await flags.RefreshAsync(cancellationToken);
        return flags.States;
    }
}
