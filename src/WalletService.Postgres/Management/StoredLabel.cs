using WalletService.Domain.Values;
using WalletService.Postgres.Encryption;

namespace WalletService.Postgres.Management;

/// <summary>A wallet's label as it is stored: as it is, or encrypted beside a word that stands for it.</summary>
internal sealed record StoredLabel(string Text, byte[]? Sealed)
{
    /// <summary>In the column <c>label</c> of an encrypted one. Whatever else is there was written by an instance that does not encrypt, and counts.</summary>
    public const string Encrypted = "(encrypted)";

    /// <summary>What an encrypted label is bound to.</summary>
    public static string PlaceOf(Guid walletId) => $"wallets/label/{walletId:D}";

    /// <summary>What it is bound to while the wallet's id is not settled: a reserved wallet may yet get the id of a prepared key.</summary>
    public static string PlaceOfReserved(string userId) => $"wallets/reserved label/{userId}";

    /// <exception cref="Domain.Ports.PortUnavailableException">The keys are not loaded.</exception>
    public static StoredLabel Seal(FieldCipher cipher, WalletLabel label, string place) =>
        cipher.Encrypts ? new StoredLabel(Encrypted, cipher.Seal(label.Value, place)) : new StoredLabel(label.Value, Sealed: null);

    public static WalletLabel Open(FieldCipher cipher, string text, byte[]? sealedText, string place)
    {
        if (sealedText is null || text != Encrypted)
        {
            return WalletLabel.Parse(text);
        }

        var opened = cipher.Open(sealedText, place);
        return opened.Text is { } label ? WalletLabel.Parse(label) : WalletLabel.Unreadable(opened.Obstacle!);
    }
}
