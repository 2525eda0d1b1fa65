using WalletService.Domain.Auditing;
using WalletService.Domain.Errors;
using WalletService.Domain.Events;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Domain.Management;

/// <summary>
/// Freezes a wallet for its user, and thaws it. What administrators have frozen (<see cref="Freezes.FreezeService"/>) is something else:
/// it is not lifted here.
/// </summary>
public sealed class FreezeWalletService(IWalletChanges wallets)
{
    /// <param name="reason">Why, for the audit log and the event; null when nothing was said.</param>
    public Task<Result<Wallet>> FreezeAsync(
        CallerId caller, UserId userId, WalletId walletId, string? reason, CancellationToken cancellationToken) => wallets.ChangeAsync(
        userId,
        walletId,
        state =>
        {
            if (state.Wallet.Status == WalletStatus.Archived)
            {
                return new WalletChange.Refuse(WalletErrors.WalletStateConflict("archived", "The wallet is archived, and signs nothing as it is."));
            }

            if (state.Wallet.Status == WalletStatus.Frozen)
            {
                return new WalletChange.None();
            }

            var frozen = state.Wallet with { Status = WalletStatus.Frozen };
            return new WalletChange.To(frozen, ManagementAudit.WalletFrozen(caller, reason), WalletEvents.Frozen(frozen));
        },
        cancellationToken);

    public Task<Result<Wallet>> UnfreezeAsync(
        CallerId caller, UserId userId, WalletId walletId, string? reason, CancellationToken cancellationToken) => wallets.ChangeAsync(
        userId,
        walletId,
        state =>
        {
            if (state.Wallet.Status != WalletStatus.Frozen)
            {
                return new WalletChange.None();
            }

            var thawed = state.Wallet with { Status = WalletStatus.Open };
            return new WalletChange.To(thawed, ManagementAudit.WalletUnfrozen(caller, reason), WalletEvents.Unfrozen(thawed));
        },
        cancellationToken);
}
