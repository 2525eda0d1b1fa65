using WalletService.Domain.Errors;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Domain.Management;

/// <summary>Makes a wallet the user's one active wallet.</summary>
public sealed class SetActiveWalletService(IWalletStore wallets)
{
    public async Task<Result<Wallet>> SetActiveAsync(
        CallerId caller, UserId userId, WalletId walletId, CancellationToken cancellationToken)
    {
        if (await wallets.ActivateAsync(caller, userId, walletId, cancellationToken) is not { } wallet)
        {
            return WalletErrors.WalletNotFound();
        }

        return wallet.IsActive
            ? wallet
            : WalletErrors.WalletStateConflict("archived", "The wallet is archived. Take it out of the archive first.");
    }
}
