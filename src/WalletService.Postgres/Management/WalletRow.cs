using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Postgres.Encryption;
using WalletService.Postgres.Records;

namespace WalletService.Postgres.Management;

internal sealed record WalletRow(
    Guid Id,
    string UserId,
    string Label,
    byte[]? LabelSealed,
    string Status,
    bool IsActive,
    string? KeyProvider,
    string? KeyVersion,
    string? Address,
    string? ProtectionLevel,
    DateTime CreatedAt,
    string Caller,
    int KeyNumber)
{
    public const string Columns =
        """
        wallets.id, wallets.user_id AS UserId, wallets.label, wallets.label_sealed AS LabelSealed, wallets.status,
        wallets.is_active AS IsActive, wallets.key_provider AS KeyProvider, wallets.key_version AS KeyVersion, wallets.address,
        wallets.protection_level AS ProtectionLevel, wallets.created_at AS CreatedAt, wallets.caller,
        wallets.key_number AS KeyNumber
        """;

    public bool IsReserved => Status == "Reserved";

    public WalletLabel ToWalletLabel(FieldCipher cipher) =>
        StoredLabel.Open(cipher, Label, LabelSealed, IsReserved ? StoredLabel.PlaceOfReserved(UserId) : StoredLabel.PlaceOf(Id));

    /// <param name="cipher">Has the keys in memory; a label whose key it lacks can't be read, all else can.</param>
    public Wallet ToWallet(FieldCipher cipher) => new()
    {
        Id = WalletId.From(Id),
        UserId = Domain.Values.UserId.Parse(UserId),
        Label = ToWalletLabel(cipher),
        Key = new WalletKey(KeyProvider!, KeyVersion!, SolanaAddress.Parse(Address!), ProtectionLevel!),
        KeyNumber = KeyNumber,
        Status = Enum.Parse<WalletStatus>(Status),
        IsActive = IsActive,
        CreatedAt = CreatedAt.AsUtc(),
    };
}
