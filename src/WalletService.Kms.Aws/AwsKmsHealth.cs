using WalletService.Domain.Ports;

namespace WalletService.Kms.Aws;

/// <summary>Health of AWS KMS by its traffic: nothing is asked for the probe's own sake, which would cost money and quota.</summary>
internal sealed class AwsKmsHealth(AwsKmsCaller caller) : IDependencyProbe
{
    public string Name => AwsKmsErrors.Dependency;

    public bool Essential => true;

    public Task<DependencyState> ProbeAsync(CancellationToken cancellationToken) => Task.FromResult(caller.Trouble is { } trouble
        ? new DependencyState(Healthy: false, $"The latest call failed: {trouble}")
        : new DependencyState(Healthy: true, "The latest call succeeded, or none was made yet."));
}
