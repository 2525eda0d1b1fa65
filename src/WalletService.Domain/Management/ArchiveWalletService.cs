using WalletService.Domain.Auditing;
using WalletService.Domain.Errors;
using WalletService.Domain.Events;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Domain.Management;

/// <summary>
/// Puts a wallet away, and takes it out again. An archived wallet signs nothing; what comes in is booked and told as ever. It may hold
/// funds: anybody can send some at any time, and they are there when it is taken out again.
/// </summary>
public sealed class ArchiveWalletService(IWalletChanges wallets)
{
    public Task<Result<Wallet>> ArchiveAsync(
        CallerId caller, UserId userId, WalletId walletId, CancellationToken cancellationToken) => wallets.ChangeAsync(
        userId,
        walletId,
        state =>
        {
            if (state.Wallet.Status == WalletStatus.Archived)
            {
                return new WalletChange.None();
            }

            if (FindObstacle(state) is { } obstacle)
            {
                return new WalletChange.Refuse(obstacle);
            }

            var archived = state.Wallet with { Status = WalletStatus.Archived };
            return new WalletChange.To(archived, ManagementAudit.WalletArchived(caller), WalletEvents.Archived(archived));
        },
        cancellationToken);

    public Task<Result<Wallet>> UnarchiveAsync(
        CallerId caller, UserId userId, WalletId walletId, CancellationToken cancellationToken) => wallets.ChangeAsync(
        userId,
        walletId,
        state =>
        {
            if (state.Wallet.Status != WalletStatus.Archived)
            {
                return new WalletChange.None();
            }

            var opened = state.Wallet with { Status = WalletStatus.Open };
            return new WalletChange.To(opened, ManagementAudit.WalletUnarchived(caller), WalletEvents.Unarchived(opened));
        },
        cancellationToken);

    private static WalletError? FindObstacle(WalletState state) => state switch
    {
        { Wallet.IsActive: true } => WalletErrors.WalletStateConflict("active", "The wallet is its user's active wallet. Make another one active first."),
        { Wallet.Status: WalletStatus.Frozen } => WalletErrors.WalletStateConflict("frozen", "The wallet is frozen. Unfreeze it first."),
        { HasOpenWork: true } => WalletErrors.WalletStateConflict(
            "openTransactions", "Transactions of the wallet are on their way. Wait until they have ended, or cancel them."),
        _ => null,
    };
}
