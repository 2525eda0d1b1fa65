using WalletService.Domain.Ports;

namespace WalletService.Domain.Features;

/// <summary>The flags of a program that nobody administers: what its settings say.</summary>
public sealed class FeatureDefaults(FeatureOptions options) : IFeatureFlags
{
    public bool IsOn(Feature feature) => options.IsOn(feature);
}
