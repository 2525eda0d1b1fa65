using WalletService.Domain.Errors;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Domain.Management;

/// <summary>Makes a wallet the user's one active wallet.</summary>
public sealed class SetActiveWalletService(IWalletStore wallets)
{
    public async Task<Result<Wallet>> SetActiveAsync(
        CallerId caller, UserId userId, WalletId walletId, CancellationToken cancellationToken) =>
        await wallets.ActivateAsync(caller, userId, walletId, cancellationToken) is { } wallet ? wallet : WalletErrors.WalletNotFound();
}
