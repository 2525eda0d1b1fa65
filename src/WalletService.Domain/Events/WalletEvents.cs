using System.Text.Json;
using WalletService.Domain.Management;

namespace WalletService.Domain.Events;

/// <summary>The events of a wallet.</summary>
public static class WalletEvents
{
    public static EventDraft Created(Wallet wallet) => Of(wallet, "created");

    public static EventDraft Activated(Wallet wallet) => Of(wallet, "activated");

    private static EventDraft Of(Wallet wallet, string type)
    {
        var data = new WalletEventData(
            wallet.Label.Value,
            wallet.Address.Value,
            JsonNamingPolicy.CamelCase.ConvertName(wallet.Status.ToString()),
            wallet.IsActive);
        return new EventDraft(EventTopics.Wallets, type, JsonSerializer.Serialize(data, EventDataJson.Default.WalletEventData));
    }
}
