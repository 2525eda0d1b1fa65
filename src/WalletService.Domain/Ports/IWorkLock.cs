namespace WalletService.Domain.Ports;

/// <summary>
/// A lock among instances that only saves work done twice: safety never rests on it. Never throws for an outage: it is then
/// granted to everybody.
/// </summary>
public interface IWorkLock
{
    /// <summary>The lock, to be disposed after the work, or null while another holds it. It ends by itself after <paramref name="lease"/>.</summary>
    Task<IAsyncDisposable?> TryAcquireAsync(string name, TimeSpan lease, CancellationToken cancellationToken);
}
