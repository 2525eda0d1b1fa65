using System.Globalization;
using WalletService.Domain.Addresses;
using WalletService.Domain.Features;
using WalletService.Domain.Freezes;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Domain.Auditing;

/// <summary>
/// What is written into the audit log for changes of wallets, address books and freezes. No names that people have given: what is
/// append-only would keep them for ever.
/// </summary>
public static class ManagementAudit
{
    public static AuditDraft WalletRenamed(CallerId caller) =>
        AuditDrafts.Of(AuditActions.WalletRenamed, null, AuditDrafts.CallerDetail(caller));

    public static AuditDraft WalletArchived(CallerId caller) =>
        AuditDrafts.Of(AuditActions.WalletArchived, null, AuditDrafts.CallerDetail(caller));

    public static AuditDraft WalletUnarchived(CallerId caller) =>
        AuditDrafts.Of(AuditActions.WalletUnarchived, null, AuditDrafts.CallerDetail(caller));

    public static AuditDraft WalletFrozen(CallerId caller, string? reason) =>
        AuditDrafts.Of(AuditActions.WalletFrozen, null, AuditDrafts.CallerDetail(caller), ("reason", reason));

    public static AuditDraft WalletUnfrozen(CallerId caller, string? reason) =>
        AuditDrafts.Of(AuditActions.WalletUnfrozen, null, AuditDrafts.CallerDetail(caller), ("reason", reason));

    public static AuditDraft KeyRotationBegun(KeyRotation rotation) => AuditDrafts.Of(
        AuditActions.KeyRotationBegun,
        null,
        AuditDrafts.CallerDetail(rotation.Caller),
        ("keyNumber", rotation.KeyNumber.ToString(CultureInfo.InvariantCulture)),
        ("reason", rotation.Reason));

    public static AuditDraft KeyRotated(KeyRotation rotation, Wallet before, Wallet after) => AuditDrafts.Of(
        AuditActions.KeyRotated,
        null,
        AuditDrafts.CallerDetail(rotation.Caller),
        ("keyNumber", after.KeyNumber.ToString(CultureInfo.InvariantCulture)),
        ("address", after.Address.Value),
        ("keyVersion", after.Key.KeyVersionName),
        ("protectionLevel", after.Key.ProtectionLevel),
        ("retiredAddress", before.Address.Value),
        ("retiredKeyVersion", before.Key.KeyVersionName),
        ("reason", rotation.Reason));

    public static AuditDraft KeyGivenUp(WalletAddress address, CallerId caller) => OfKey(AuditActions.KeyGivenUp, address, caller);

    public static AuditDraft KeyKept(WalletAddress address, CallerId caller) => OfKey(AuditActions.KeyKept, address, caller);

    public static AuditDraft KeysRestored(IEnumerable<KeyValuePair<int, WalletKey>> keys) => AuditDrafts.Of(
        AuditActions.KeysRestored,
        null,
        ("addresses", string.Join(' ', keys.Select(key => string.Create(CultureInfo.InvariantCulture, $"{key.Key}:{key.Value.Address}")))));

    public static AuditDraft AddressAdded(CallerId caller, UserId userId, AddressEntry entry) =>
        OfAddress(AuditActions.AddressAdded, caller, userId, entry);

    public static AuditDraft AddressRemoved(CallerId caller, UserId userId, AddressEntry entry) =>
        OfAddress(AuditActions.AddressRemoved, caller, userId, entry);

    public static AuditDraft Frozen(Freeze freeze) => AuditDrafts.Of(
        AuditActions.Frozen,
        null,
        ("scope", freeze.Target.ScopeName),
        ("subject", freeze.Target.Subject),
        ("by", freeze.FrozenBy),
        ("reason", freeze.Reason));

    public static AuditDraft Unfrozen(Freeze lifted, string liftedBy, string reason) => AuditDrafts.Of(
        AuditActions.Unfrozen,
        null,
        ("scope", lifted.Target.ScopeName),
        ("subject", lifted.Target.Subject),
        ("by", liftedBy),
        ("reason", reason));

    /// <param name="setting">What holds from now on.</param>
    /// <param name="wasOn">What held before.</param>
    public static AuditDraft FeatureSet(FeatureSetting setting, bool wasOn) => AuditDrafts.Of(
        AuditActions.FeatureSet,
        null,
        ("feature", FeatureNames.Of(setting.Feature)),
        ("old", NameOf(wasOn)),
        ("new", NameOf(setting.IsOn)),
        ("by", setting.SetBy.Value),
        ("reason", setting.Reason));

    public static AuditDraft DataKeyAdded(int id, string purpose, string wrappedBy) => AuditDrafts.Of(
        AuditActions.DataKeyAdded,
        null,
        ("dataKey", id.ToString(CultureInfo.InvariantCulture)),
        ("purpose", purpose),
        ("wrappedBy", wrappedBy));

    /// <param name="isRotated">Whether the data keys before were retired.</param>
    public static AuditDraft DataRewrapped(RewrapReport report, bool isRotated) => AuditDrafts.Of(
        AuditActions.DataRewrapped,
        null,
        ("keys", report.Keys.ToString(CultureInfo.InvariantCulture)),
        ("fields", report.Fields.ToString(CultureInfo.InvariantCulture)),
        ("left", report.Left.ToString(CultureInfo.InvariantCulture)),
        ("rotated", isRotated ? "true" : "false"));

    private static string NameOf(bool isOn) => isOn ? "on" : "off";

    private static AuditDraft OfKey(string action, WalletAddress address, CallerId caller) => AuditDrafts.Of(
        action,
        null,
        AuditDrafts.CallerDetail(caller),
        ("keyNumber", address.KeyNumber.ToString(CultureInfo.InvariantCulture)),
        ("address", address.Address.Value),
        ("keyVersion", address.Key.KeyVersionName));

    private static AuditDraft OfAddress(string action, CallerId caller, UserId userId, AddressEntry entry) => AuditDrafts.Of(
        action,
        null,
        AuditDrafts.CallerDetail(caller),
        ("user", userId.Value),
        ("address", entry.Address.Value));
}
