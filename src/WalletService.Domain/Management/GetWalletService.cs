using WalletService.Domain.Errors;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Domain.Management;

/// <summary>Reads one of a user's wallets.</summary>
public sealed class GetWalletService(IWalletStore wallets, IKeyRotations rotations)
{
    public async Task<Result<Wallet>> GetAsync(UserId userId, WalletId walletId, CancellationToken cancellationToken) =>
        await wallets.FindAsync(userId, walletId, cancellationToken) is { } wallet ? wallet : WalletErrors.WalletNotFound();

    /// <summary>The wallet as it was when it had the key of this number.</summary>
    public async Task<Result<Wallet>> GetAsync(UserId userId, WalletId walletId, int keyNumber, CancellationToken cancellationToken) =>
        await wallets.FindWithKeyAsync(userId, walletId, keyNumber, cancellationToken) is { } wallet ? wallet : WalletErrors.WalletNotFound();

    /// <summary>Every address that it has or had, oldest first.</summary>
    public Task<IReadOnlyList<WalletAddress>> ListAddressesAsync(Wallet wallet, CancellationToken cancellationToken) =>
        rotations.ListAddressesAsync(wallet.Id, cancellationToken);
}
