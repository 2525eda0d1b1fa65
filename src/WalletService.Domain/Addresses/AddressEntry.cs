using WalletService.Domain.Values;

namespace WalletService.Domain.Addresses;

/// <summary>A line of a user's address book. It is never changed: another address under the same name is another line.</summary>
/// <param name="AddedAt">Since when the user knows the address.</param>
public sealed record AddressEntry(AddressName Name, SolanaAddress Address, DateTimeOffset AddedAt);
