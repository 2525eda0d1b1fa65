using WalletService.Domain.Ports;
using WalletService.Messaging.Topology;

namespace WalletService.Messaging;

/// <summary>Tells whether requests are being taken.</summary>
internal sealed class MessagingProbe(RequestQueues queues) : IDependencyProbe
{
    public string Name => "messaging";

    public bool Essential => true;

    public Task<DependencyState> ProbeAsync(CancellationToken cancellationToken)
    {
        var unserved = queues.Unserved;
        var state = unserved.Count == 0
            ? new DependencyState(Healthy: true, "All queues are being served.")
            : new DependencyState(Healthy: false, $"Not served: {string.Join("; ", unserved)}");
        return Task.FromResult(state);
    }
}
