using WalletService.Domain.Features;

namespace WalletService.Domain.Ports;

/// <summary>Which parts of the service are on, as this instance knows it. It asks nobody, so that it may be looked at for each request.</summary>
public interface IFeatureFlags
{
    bool IsOn(Feature feature);
}
