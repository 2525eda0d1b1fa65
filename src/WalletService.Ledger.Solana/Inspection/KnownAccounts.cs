using WalletService.Solana;
using WalletService.Solana.Messages;

namespace WalletService.Ledger.Solana.Inspection;

/// <summary>What was read from the chain about a transaction's accounts, before the transaction is judged.</summary>
internal sealed class KnownAccounts
{
    public required TokenAccountFacts Tokens { get; init; }

    /// <summary>What the lookup tables give; null when an entry is not there.</summary>
    public required LoadedAddresses? Loaded { get; init; }

    /// <summary>The first table that lacks an entry, when one does.</summary>
    public Address? UnresolvedTable { get; init; }

    /// <summary>Lamports that each associated token account costs whoever creates it; none for those that exist.</summary>
    public IReadOnlyDictionary<Address, ulong> Rents { get; init; } = new Dictionary<Address, ulong>();

    /// <summary>What is known without the chain.</summary>
    public static KnownAccounts None(Address wallet) => new() { Tokens = TokenAccountFacts.None(wallet), Loaded = LoadedAddresses.None };

    public ulong RentOf(Address? account) => account is null ? 0 : Rents.GetValueOrDefault(account);
}
