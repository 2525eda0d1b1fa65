using WalletService.Domain.Management;
using WalletService.Domain.Values;

namespace WalletService.Domain.Keys;

/// <summary>What the vault does not know of a wallet, and what is therefore kept outside of the database as well.</summary>
/// <param name="Address">The wallet's address, when it is known; a key with another one is not taken for the wallet's.</param>
public sealed record WalletOwner(WalletId WalletId, UserId UserId, WalletLabel Label, bool IsActive, SolanaAddress? Address)
{
    public static WalletOwner Of(Wallet wallet) => new(wallet.Id, wallet.UserId, wallet.Label, wallet.IsActive, wallet.Address);
}
