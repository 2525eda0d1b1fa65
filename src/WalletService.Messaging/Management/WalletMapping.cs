using WalletService.Contracts.Management;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;

namespace WalletService.Messaging.Management;

/// <summary>Wallets as replies carry them.</summary>
internal static class WalletMapping
{
    public static WalletDetails ToDetails(this Wallet wallet) => new()
    {
        WalletId = wallet.Id.ToString(),
        UserId = wallet.UserId.Value,
        Label = wallet.Label.Value,
        Address = wallet.Address.Value,
        Status = wallet.Status switch
        {
            WalletStatus.Open => "open",
            WalletStatus.Frozen => "frozen",
            WalletStatus.Archived => "archived",
        },
        IsActive = wallet.IsActive,
        CreatedAt = wallet.CreatedAt,
    };

    public static IReadOnlyList<WalletAddressDetails> ToDetails(this IEnumerable<WalletAddress> addresses) =>
    [
        .. addresses.Select(known => new WalletAddressDetails
        {
            Address = known.Address.Value,
            State = known.State switch
            {
                WalletAddressState.Current => "current",
                WalletAddressState.Retired => "retired",
                WalletAddressState.Destroying => "destroying",
            },
            Since = known.Since,
        }),
    ];

    public static WalletList ToList(this WalletPage page) => new()
    {
        Wallets = [.. page.Wallets.Select(ToDetails)],
        NextCursor = page.Next?.ToString(),
    };
}
