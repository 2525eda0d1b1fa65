using WalletService.Domain.Addresses;
using WalletService.Domain.Values;
using WalletService.Postgres.Encryption;
using WalletService.Postgres.Records;

namespace WalletService.Postgres.Addresses;

/// <param name="Name">The name; or, of an encrypted one, what it is found by (<see cref="NameIndex"/>).</param>
internal sealed record AddressRow(string UserId, string Name, byte[]? NameSealed, string Address, DateTime AddedAt)
{
    public const string Columns =
        "addresses.user_id AS UserId, addresses.name, addresses.name_sealed AS NameSealed, addresses.address, addresses.added_at AS AddedAt";

    /// <summary>What an encrypted name is bound to: the user, the line, and the address that the name stands for.</summary>
    public static string PlaceOf(string userId, string index, string address) => $"addresses/name/{userId}/{index}/{address}";

    /// <exception cref="Domain.Ports.PortUnavailableException">The name's key is not loaded.</exception>
    /// <exception cref="InvalidDataException">The line was changed by hand.</exception>
    public AddressEntry ToEntry(FieldCipher cipher) => new(
        AddressName.Parse(OpenName(cipher).OrThrow()), SolanaAddress.Parse(Address), AddedAt.AsUtc());

    public OpenedText OpenName(FieldCipher cipher) =>
        NameSealed is null ? new OpenedText(Name, Obstacle: null) : cipher.Open(NameSealed, PlaceOf(UserId, Name, Address));
}
