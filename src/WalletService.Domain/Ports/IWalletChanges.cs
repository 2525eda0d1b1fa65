using WalletService.Domain.Auditing;
using WalletService.Domain.Errors;
using WalletService.Domain.Events;
using WalletService.Domain.Management;
using WalletService.Domain.Values;

namespace WalletService.Domain.Ports;

/// <summary>Changes to wallets that are there. Each is one database transaction under the wallet's row lock.</summary>
/// <remarks>
/// <see cref="PortUnavailableException"/>: nothing was written. <see cref="OutcomeUnknownException"/>: the commit got no answer; the same
/// change may be asked for again.
/// </remarks>
public interface IWalletChanges
{
    /// <summary>
    /// Changes the user's wallet as <paramref name="decide"/> says (pure and quick; asked again when the transaction is tried again), with
    /// its event and audit entry. A freeze that has returned was seen by every permission to sign that was given later. Gives the
    /// wallet afterwards, or why it is not changed; <c>WALLET_NOT_FOUND</c> when the user has no such wallet.
    /// </summary>
    Task<Result<Wallet>> ChangeAsync(
        UserId userId, WalletId walletId, Func<WalletState, WalletChange> decide, CancellationToken cancellationToken);
}

/// <summary>A wallet as nobody else can change it.</summary>
/// <param name="HasOpenWork">Whether any of its transfers or batches has not come to its end.</param>
public sealed record WalletState(Wallet Wallet, bool HasOpenWork);

/// <summary>What becomes of a wallet.</summary>
public abstract record WalletChange
{
    private WalletChange()
    {
    }

    /// <summary>It is as it should be already.</summary>
    public sealed record None : WalletChange;

    /// <summary>Only label and status may differ.</summary>
    public sealed record To(Wallet After, AuditDraft Audit, EventDraft Event) : WalletChange;

    public sealed record Refuse(WalletError Error) : WalletChange;
}
