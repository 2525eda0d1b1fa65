using WalletService.Solana;
using WalletService.Solana.Programs;

namespace WalletService.Ledger.Solana.Tokens;

/// <summary>
/// Who pays whom in which token, with the associated token accounts of both under each token program: which program it is, is known
/// only from the mint's own account, and all of them are read together.
/// </summary>
/// <param name="SourceAccount">Takes the place of the source's associated token account; null for that one.</param>
internal sealed record TokenPairing(Address Source, Address Recipient, Address Mint, Address? SourceAccount = null)
{
    /// <summary>How many accounts are read for it, beside the clock.</summary>
    public const int AccountCount = 7;

    public TokenAccountPair UnderToken { get; } = Pair(Source, Recipient, SourceAccount, TokenProgram.Id, Mint);

    public TokenAccountPair UnderToken2022 { get; } = Pair(Source, Recipient, SourceAccount, TokenProgram.Token2022Id, Mint);

    public IEnumerable<Address> Accounts =>
        [Source, Recipient, Mint, UnderToken.Source, UnderToken.Recipient, UnderToken2022.Source, UnderToken2022.Recipient];

    private static TokenAccountPair Pair(Address source, Address recipient, Address? sourceAccount, Address program, Address mint)
    {
        var associated = TokenAccountPair.Of(source, recipient, program, mint);
        return sourceAccount is { } account ? associated with { Source = account } : associated;
    }
}

/// <summary>The associated token accounts of two wallets.</summary>
internal sealed record TokenAccountPair(Address Source, Address Recipient)
{
    public static TokenAccountPair Of(Address source, Address recipient, Address program, Address mint) => new(
        AssociatedTokenProgram.FindAddress(source, program, mint), AssociatedTokenProgram.FindAddress(recipient, program, mint));
}
