using WalletService.Solana;
using WalletService.Solana.Messages;
using WalletService.Solana.Programs;

namespace WalletService.Ledger.Solana.Inspection;

/// <summary>
/// What is known of the token accounts of a transaction. A node may lie about them, so nothing that lessens an effect rests on its word
/// alone: an owner and a mint count as certain only where the account's address is derived from them.
/// </summary>
internal sealed class TokenAccountFacts(Address wallet, IReadOnlyDictionary<Address, TokenAccountFact> told)
{
    private readonly Dictionary<Address, TokenAccountFact> created = [];

    public static TokenAccountFacts None(Address wallet) => new(wallet, new Dictionary<Address, TokenAccountFact>());

    /// <summary>Notes an account that the transaction itself creates as the owner's associated one, if its address is just that.</summary>
    public void Create(Address account, TokenAccountFact fact)
    {
        if (fact.IsAssociated(account))
        {
            created.TryAdd(account, fact);
        }
    }

    /// <summary>Whether the account is the wallet's: by its address, or as a node tells. More is then found against the transaction, never less.</summary>
    /// <param name="account">The token account.</param>
    /// <param name="program">The token program that is called.</param>
    /// <param name="mint">What the instruction states, if it does.</param>
    public bool IsWallets(Address account, Address program, Address? mint) =>
        Find(account)?.Owner == wallet || (mint is not null && new TokenAccountFact(program, mint, wallet).IsAssociated(account));

    /// <summary>The owner where the account's address proves it and no node says otherwise, else the account itself.</summary>
    public Address RecipientOf(Address account) => Find(account) is { } fact && fact.IsAssociated(account) ? fact.Owner : account;

    /// <summary>The mint of an account that states none, where the account's address proves it.</summary>
    public Address? MintOf(Address account) => Find(account) is { } fact && fact.IsAssociated(account) ? fact.Mint : null;

    /// <summary>Whether any account that the instruction may write is the wallet's.</summary>
    public bool WritesWallets(Instruction instruction) =>
        instruction.Accounts.Any(account => account.IsWritable && Find(account.Address)?.Owner == wallet);

    private TokenAccountFact? Find(Address account) => told.GetValueOrDefault(account) ?? created.GetValueOrDefault(account);
}

/// <summary>To whom a token account belongs, and what it holds.</summary>
internal sealed record TokenAccountFact(Address Program, Address Mint, Address Owner)
{
    public bool IsAssociated(Address account) => AssociatedTokenProgram.FindAddress(Owner, Program, Mint) == account;
}
