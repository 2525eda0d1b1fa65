namespace WalletService.Solana.Messages;

/// <summary>An address lookup table account and the addresses stored in it, at most 256.</summary>
public sealed record LookupTable(Address Address, IReadOnlyList<Address> Addresses);
