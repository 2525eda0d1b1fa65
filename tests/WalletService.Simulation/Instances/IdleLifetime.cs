using Microsoft.Extensions.Hosting;

namespace WalletService.Simulation.Instances;

/// <summary>The life of a process that nobody stops in good order.</summary>
internal sealed class IdleLifetime : IHostApplicationLifetime
{
    public CancellationToken ApplicationStarted => CancellationToken.None;

    public CancellationToken ApplicationStopping => CancellationToken.None;

    public CancellationToken ApplicationStopped => CancellationToken.None;

    public void StopApplication() => throw new InvalidOperationException("The service wants to stop by itself.");
}
