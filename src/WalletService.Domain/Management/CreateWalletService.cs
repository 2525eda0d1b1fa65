using WalletService.Domain.Errors;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Domain.Management;

/// <summary>
/// Makes a wallet: of a prepared key at once, when there is one; else reserves its id, makes its key in the vault, and makes it visible.
/// </summary>
public sealed class CreateWalletService(IWalletStore wallets, IWalletKeys keys, TimeProvider time)
{
    /// <summary>
    /// A crash between the steps loses nothing: the same request finds the reserved id again, and with it the same key.
    /// </summary>
    public async Task<Result<Wallet>> CreateAsync(
        CallerId caller, UserId userId, WalletLabel label, IdempotencyKey idempotencyKey, CancellationToken cancellationToken)
    {
        var reservation = await wallets.ReserveAsync(
            new NewWallet(
                WalletId.New(time), userId, caller, label, idempotencyKey, RequestFingerprint.Of("create", label.Value), time.GetUtcNow())
            {
                KeyProvider = keys.Provider,
            },
            cancellationToken);

        switch (reservation)
        {
            case WalletReservation.Completed completed:
                return completed.Wallet;
            case WalletReservation.Conflict:
                return WalletErrors.IdempotencyConflict();
            case WalletReservation.Reserved reserved:
                var key = await keys.CreateAsync(reserved.WalletId, cancellationToken);
                return await wallets.CompleteAsync(reserved.WalletId, key, cancellationToken);
            default:
                throw new InvalidOperationException($"Unknown reservation {reservation}.");
        }
    }
}
