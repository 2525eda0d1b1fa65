using System.Collections.Frozen;
using WalletService.Domain.Ports;

namespace WalletService.Domain.Features;

/// <summary>
/// The flags as this instance read them last. While the store is away what was read last holds; before the first reading, the settings
/// of the service do, but for requests, which wait for it (<see cref="EnsureReadAsync"/>).
/// </summary>
public sealed class FeatureFlags(IFeatureStore store, FeatureOptions defaults) : IFeatureFlags
{
    private volatile FrozenDictionary<Feature, FeatureSetting>? settings;

    /// <summary>Every flag, in the order of <see cref="FeatureNames.All"/>.</summary>
    public IReadOnlyList<FeatureState> States => [.. FeatureNames.All.Select(Find)];

    public bool IsOn(Feature feature) => settings?.GetValueOrDefault(feature)?.IsOn ?? defaults.IsOn(feature);

    /// <summary>Reads the flags anew.</summary>
    /// <exception cref="PortUnavailableException">The store is away; what was read last holds.</exception>
    public async Task RefreshAsync(CancellationToken cancellationToken) =>
        settings = (await store.ReadAsync(cancellationToken)).ToFrozenDictionary(setting => setting.Feature);

    /// <summary>Reads the flags if they were never read: an instance that starts must not do what was switched off before.</summary>
    /// <exception cref="PortUnavailableException">The store is away, and nothing is known.</exception>
    public ValueTask EnsureReadAsync(CancellationToken cancellationToken) =>
        settings is null ? new ValueTask(RefreshAsync(cancellationToken)) : ValueTask.CompletedTask;

    /// <summary>Takes up a flag that was just set, before it is read back.</summary>
    internal void Take(FeatureSetting setting)
    {
        if (settings is { } known)
        {
            settings = known.Values.Where(other => other.Feature != setting.Feature).Append(setting).ToFrozenDictionary(each => each.Feature);
        }
    }

    private FeatureState Find(Feature feature)
    {
        var setting = settings?.GetValueOrDefault(feature);
        return new FeatureState(feature, setting?.IsOn ?? defaults.IsOn(feature), setting);
    }
}
