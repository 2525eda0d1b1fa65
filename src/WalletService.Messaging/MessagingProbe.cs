using MassTransit;
using WalletService.Domain.Ports;

namespace WalletService.Messaging;

/// <summary>Tells whether requests are being taken.</summary>
internal sealed class MessagingProbe(IBusControl bus) : IDependencyProbe
{
    public string Name => "messaging";

    public bool Essential => true;

    /// <summary>A broker that goes away after the start makes the bus <c>Degraded</c>, which is as good as gone.</summary>
    public Task<DependencyState> ProbeAsync(CancellationToken cancellationToken)
    {
        var health = bus.CheckHealth();
        var state = health.Status == BusHealthStatus.Healthy
            ? new DependencyState(Healthy: true, "All queues are being served.")
            : new DependencyState(Healthy: false, $"{health.Status}: {health.Description}");
        return Task.FromResult(state);
    }
}
