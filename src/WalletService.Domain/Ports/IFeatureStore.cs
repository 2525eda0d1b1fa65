using WalletService.Domain.Features;

namespace WalletService.Domain.Ports;

/// <summary>The durable record of the flags that administrators have set; the same for all instances.</summary>
/// <remarks>
/// <see cref="PortUnavailableException"/>: nothing was written. <see cref="OutcomeUnknownException"/>: the commit got no answer; every
/// method may be repeated with the same arguments.
/// </remarks>
public interface IFeatureStore
{
    /// <summary>
    /// Sets a flag and writes it into the audit log. One that is set so already stays as it is, and is returned.
    /// </summary>
    /// <param name="setting">What holds from now on.</param>
    /// <param name="isOnByDefault">What has held until now if nobody has set the flag yet; for the audit log.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<FeatureSetting> SetAsync(FeatureSetting setting, bool isOnByDefault, CancellationToken cancellationToken);

    /// <summary>Every flag that was set, by feature. Flags of features that this version does not know are left out.</summary>
    Task<IReadOnlyList<FeatureSetting>> ReadAsync(CancellationToken cancellationToken);
}
