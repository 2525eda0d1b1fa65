using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Domain.Freezes;

/// <summary>Freezes for administrators: everything, a user, a caller, a token or a wallet.</summary>
public sealed class FreezeService(IFreezeStore freezes, TimeProvider time)
{
    /// <summary>The freeze as it holds: what is frozen already stays as it is.</summary>
    public Task<Freeze> FreezeAsync(CallerId caller, FreezeTarget target, string reason, CancellationToken cancellationToken) =>
        freezes.FreezeAsync(new Freeze(target, reason, caller.Value, time.GetUtcNow()), cancellationToken);

    /// <summary>What was lifted, or null when it was not frozen.</summary>
    public Task<Freeze?> UnfreezeAsync(CallerId caller, FreezeTarget target, string reason, CancellationToken cancellationToken) =>
        freezes.UnfreezeAsync(target, caller.Value, reason, cancellationToken);

    /// <summary>Everything that is frozen, from the widest scope to the narrowest.</summary>
    public Task<IReadOnlyList<Freeze>> ListAsync(CancellationToken cancellationToken) => freezes.ListAsync(cancellationToken);
}
