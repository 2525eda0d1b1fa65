using System.Text.Json;
using WalletService.Domain.Management;

namespace WalletService.Domain.Events;

/// <summary>The events of a wallet.</summary>
public static class WalletEvents
{
    private static readonly EventKind<WalletEventData> WalletCreated = Kind("created");
    private static readonly EventKind<WalletEventData> WalletActivated = Kind("activated");

    private static readonly EventKind<WalletEventData> WalletRenamed = Kind("renamed");
    private static readonly EventKind<WalletEventData> WalletArchived = Kind("archived");
    private static readonly EventKind<WalletEventData> WalletUnarchived = Kind("unarchived");
    private static readonly EventKind<WalletEventData> WalletFrozen = Kind("frozen");
    private static readonly EventKind<WalletEventData> WalletUnfrozen = Kind("unfrozen");

    private static readonly EventKind<KeyRotatedEventData> WalletKeyRotated =
        new(EventTopics.Wallets, "keyRotated", EventDataJson.Default.KeyRotatedEventData);

    internal static IReadOnlyList<EventKind> Kinds { get; } =
    [
        WalletCreated, WalletActivated, WalletRenamed, WalletArchived, WalletUnarchived, WalletFrozen, WalletUnfrozen, WalletKeyRotated,
    ];

    public static EventDraft Created(Wallet wallet) => WalletCreated.Tell(DataOf(wallet));

    public static EventDraft Activated(Wallet wallet) => WalletActivated.Tell(DataOf(wallet));

    public static EventDraft Renamed(Wallet wallet) => WalletRenamed.Tell(DataOf(wallet));

    public static EventDraft Archived(Wallet wallet) => WalletArchived.Tell(DataOf(wallet));

    public static EventDraft Unarchived(Wallet wallet) => WalletUnarchived.Tell(DataOf(wallet));

    public static EventDraft Frozen(Wallet wallet) => WalletFrozen.Tell(DataOf(wallet));

    public static EventDraft Unfrozen(Wallet wallet) => WalletUnfrozen.Tell(DataOf(wallet));

    /// <summary>The wallet has a new key, and with it a new address; the one before is retired.</summary>
    public static EventDraft KeyRotated(Wallet before, Wallet after) =>
        WalletKeyRotated.Tell(new KeyRotatedEventData(after.Address.Value, before.Address.Value, after.KeyNumber));

    private static EventKind<WalletEventData> Kind(string type) => new(EventTopics.Wallets, type, EventDataJson.Default.WalletEventData);

    private static WalletEventData DataOf(Wallet wallet) => new(
        wallet.Label.IsReadable ? wallet.Label.Value : null,
        wallet.Address.Value,
        JsonNamingPolicy.CamelCase.ConvertName(wallet.Status.ToString()),
        wallet.IsActive);
}
