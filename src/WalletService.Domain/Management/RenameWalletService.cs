using WalletService.Domain.Auditing;
using WalletService.Domain.Errors;
using WalletService.Domain.Events;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Domain.Management;

/// <summary>Gives a wallet another label.</summary>
public sealed class RenameWalletService(IWalletChanges wallets)
{
    public Task<Result<Wallet>> RenameAsync(
        CallerId caller, UserId userId, WalletId walletId, WalletLabel label, CancellationToken cancellationToken) => wallets.ChangeAsync(
        userId,
        walletId,
        state =>
        {
            if (state.Wallet.Label == label)
            {
                return new WalletChange.None();
            }

            var renamed = state.Wallet with { Label = label };
            return new WalletChange.To(renamed, ManagementAudit.WalletRenamed(caller), WalletEvents.Renamed(renamed));
        },
        cancellationToken);
}
