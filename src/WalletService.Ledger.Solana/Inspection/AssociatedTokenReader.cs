
namespace WalletService.Ledger.Solana.Inspection;

/// <summary>What instructions of the Associated Token Account program do with a wallet: they create accounts at its expense.</summary>
internal static class AssociatedTokenReader
{
    private const int Payer = 0;
    private const int Owner = 2;

    /// <summary>The account that the instruction creates; null when it creates none.</summary>
    public static CreatedTokenAccount? FindCreation(InspectedCall call) =>
        call.Data is [] or [0] or [1]
        && call.Account(1) is { } account
        && call.Account(Owner) is { } owner
        && call.Account(3) is { } mint
        && call.Account(5) is { } program
            ? new CreatedTokenAccount(account, new TokenAccountFact(program, mint, owner))
            : null;

    /// <summary>False for what is not known or not formed as it should be.</summary>
    /// <param name="call">The instruction.</param>
    /// <param name="rent">What a creation takes from its payer in lamports.</param>
    /// <param name="effects">Gets what the wallet pays.</param>
    public static bool TryRead(InspectedCall call, ulong rent, EffectsBuilder effects)
    {
        if (FindCreation(call) is not { } creation)
        {
            // RecoverNested moves what lies in an account of the wallet's account to that account.
            return call.Data is [2] && call.WalletIsOnlyAt(5);
        }

        if (call.IsWallet(Payer) && rent > 0)
        {
            effects.PaySol(call.Number, rent, creation.Fact.IsAssociated(creation.Account) ? creation.Fact.Owner : creation.Account);
        }

        return call.WalletIsOnlyAt(Payer, Owner);
    }
}
