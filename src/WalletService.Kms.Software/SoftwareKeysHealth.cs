using WalletService.Domain.Ports;

namespace WalletService.Kms.Software;

/// <summary>Whether the software keys can be opened.</summary>
internal sealed class SoftwareKeysHealth(SoftwareWalletKeys keys) : IDependencyProbe
{
    public string Name => SoftwareWalletKeys.Dependency;

    public bool Essential => true;

    public async Task<DependencyState> ProbeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await keys.CheckAsync(cancellationToken);
            return new DependencyState(Healthy: true, "Software keys, for development.");
        }
        catch (Exception exception) when (exception is PortUnavailableException or KeyUnusableException)
        {
            return new DependencyState(Healthy: false, exception.Message);
        }
    }
}
