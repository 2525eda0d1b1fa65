using Microsoft.Extensions.Options;
using WalletService.Domain.Ports;
using WalletService.Kms.Google.Resilience;
using WalletService.Kms.Google.Rest;

namespace WalletService.Kms.Google;

/// <summary>
/// Health of Cloud KMS. Real traffic answers where there is some; else the key ring is read, seldom, since reads draw on a
/// small quota.
/// </summary>
internal sealed class GoogleKmsHealth(
    KmsCaller caller,
    CircuitBreakers breakers,
    LatestTraffic traffic,
    IOptions<GoogleKmsOptions> options,
    TimeProvider timeProvider) : IDependencyProbe, IDisposable
{
    private readonly SemaphoreSlim oneAtATime = new(1);

    public string Name => KmsErrors.Dependency;

    /// <summary>
    /// A release that can't reach or use its keys must not become ready and replace one that can. In an outage unready pods
    /// lose nothing, since work comes by messages.
    /// </summary>
    public bool Essential => true;

    public async Task<DependencyState> ProbeAsync(CancellationToken cancellationToken)
    {
        if (breakers.Of(KeyRing).IsOpen)
        {
            return new DependencyState(Healthy: false, "The circuit breaker is open.");
        }

        await oneAtATime.WaitAsync(cancellationToken);
        try
        {
            return Recent() is { } observation ? Describe(observation) : await AskAsync(cancellationToken);
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    public void Dispose() => oneAtATime.Dispose();

    /// <summary>The preferred one: while its location is away, the keys in it sign nothing.</summary>
    private string KeyRing => KmsNames.KeyRing(options.Value, options.Value.LocationId);

    private LatestTraffic.Observation? Recent() =>
        traffic.Latest is { } latest && timeProvider.GetElapsedTime(latest.Timestamp) < options.Value.ProbeInterval ? latest : null;

    private async Task<DependencyState> AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            await caller.CallOnceAsync(KmsCalls.GetKeyRing(KeyRing), cancellationToken);
            return new DependencyState(Healthy: true, "The key ring was read.");
        }
        catch (KmsFailureException failure)
        {
            traffic.Probed(failure);
            return new DependencyState(Healthy: false, $"Reading the key ring failed: {failure.Kind.ToOutcome()}.");
        }
    }

    private static DependencyState Describe(LatestTraffic.Observation latest) => latest.Failure is { } failure
        ? new DependencyState(Healthy: false, $"The latest call failed: {failure.ToOutcome()}.")
        : new DependencyState(Healthy: true, "The latest call succeeded.");
}
