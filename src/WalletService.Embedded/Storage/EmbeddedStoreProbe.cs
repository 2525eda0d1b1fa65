using WalletService.Domain.Ports;

namespace WalletService.Embedded.Storage;

internal sealed class EmbeddedStoreProbe : IDependencyProbe
{
    public string Name => "store";

    public bool Essential => true;

    public Task<DependencyState> ProbeAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new DependencyState(Healthy: true, "In the memory of this process; gone when it ends."));
}
