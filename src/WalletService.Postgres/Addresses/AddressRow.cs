using WalletService.Domain.Addresses;
using WalletService.Domain.Values;
using WalletService.Postgres.Records;

namespace WalletService.Postgres.Addresses;

internal sealed record AddressRow(string Name, string Address, DateTime AddedAt)
{
    public const string Columns = "addresses.name, addresses.address, addresses.added_at AS AddedAt";

    public AddressEntry ToEntry() => new(AddressName.Parse(Name), SolanaAddress.Parse(Address), AddedAt.AsUtc());
}
