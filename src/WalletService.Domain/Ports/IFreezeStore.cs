using WalletService.Domain.Freezes;

namespace WalletService.Domain.Ports;

/// <summary>
/// The durable record of what is frozen. Every signature passes it: <see cref="ITransferStore.BeginSigningAsync"/>, the move to Signed and
/// <see cref="ISigningJournal"/> read it in their own transactions.
/// </summary>
/// <remarks>
/// <see cref="PortUnavailableException"/>: nothing was written. <see cref="OutcomeUnknownException"/>: the commit got no answer; every
/// method may be repeated with the same arguments.
/// </remarks>
public interface IFreezeStore
{
    /// <summary>
    /// Freezes. Once it has returned, no permission to sign is given in any instance that missed it, and none that was given before is
    /// of use: what was signed by it is neither stored nor sent. A target that is frozen already stays as it is, and is returned.
    /// </summary>
    Task<Freeze> FreezeAsync(Freeze freeze, CancellationToken cancellationToken);

    /// <summary>Lifts a freeze; returns what was frozen, or null when it was not.</summary>
    /// <param name="liftedBy">Who orders it.</param>
    /// <param name="reason">Why.</param>
    Task<Freeze?> UnfreezeAsync(FreezeTarget target, string liftedBy, string reason, CancellationToken cancellationToken);

    /// <summary>Everything that is frozen, by scope and subject.</summary>
    Task<IReadOnlyList<Freeze>> ListAsync(CancellationToken cancellationToken);
}
