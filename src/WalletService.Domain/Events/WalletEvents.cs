using System.Text.Json;
using WalletService.Domain.Management;

namespace WalletService.Domain.Events;

/// <summary>The events of a wallet.</summary>
public static class WalletEvents
{
    private static readonly EventKind<WalletEventData> WalletCreated = Kind("created");
    private static readonly EventKind<WalletEventData> WalletActivated = Kind("activated");

    internal static IReadOnlyList<EventKind> Kinds { get; } = [WalletCreated, WalletActivated];

    public static EventDraft Created(Wallet wallet) => WalletCreated.Tell(DataOf(wallet));

    public static EventDraft Activated(Wallet wallet) => WalletActivated.Tell(DataOf(wallet));

    private static EventKind<WalletEventData> Kind(string type) => new(EventTopics.Wallets, type, EventDataJson.Default.WalletEventData);

    private static WalletEventData DataOf(Wallet wallet) => new(
        wallet.Label.Value,
        wallet.Address.Value,
        JsonNamingPolicy.CamelCase.ConvertName(wallet.Status.ToString()),
        wallet.IsActive);
}
