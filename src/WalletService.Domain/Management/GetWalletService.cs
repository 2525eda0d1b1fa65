using WalletService.Domain.Errors;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Domain.Management;

/// <summary>Reads one of a user's wallets.</summary>
public sealed class GetWalletService(IWalletStore wallets)
{
    public async Task<Result<Wallet>> GetAsync(UserId userId, WalletId walletId, CancellationToken cancellationToken) =>
        await wallets.FindAsync(userId, walletId, cancellationToken) is { } wallet ? wallet : WalletErrors.WalletNotFound();
}
