using WalletService.Domain.Deposits;
using WalletService.Domain.Values;

namespace WalletService.TestKit.Fakes;

/// <summary>Transactions as their balances tell them.</summary>
public static class ChainTransactions
{
    public const ulong Fee = 5_000;
    private const ulong RentOfTokenAccount = 1_488_440;

    private static readonly SolanaAddress Program = SolanaAddress.Parse("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA");

    /// <summary>Somebody pays lamports to the address, which had some.</summary>
    public static ChainTransaction PaysTo(SolanaAddress address, ulong lamports, ulong before = 0) => Of(
        Account(ScriptedChain.NewAddress(), 10_000_000_000, 10_000_000_000 - lamports - Fee), Account(address, before, before + lamports));

    /// <summary>The address, as the fee payer, pays lamports to somebody.</summary>
    public static ChainTransaction PaidBy(SolanaAddress address, ulong lamports, ulong before) =>
        Of(Account(address, before, before - lamports - Fee), Account(ScriptedChain.NewAddress(), 0, lamports));

    public static ChainTransaction Of(params AccountBalances[] accounts) =>
        new(ScriptedChain.NewSignature(), IsFailed: false, new Lamports(Fee), accounts, [], []);

    public static AccountBalances Account(SolanaAddress address, ulong before, ulong after) => new(address, before, after);

    /// <summary>Token accounts change; somebody else pays the fee.</summary>
    public static ChainTransaction OfTokens(params TokenChange[] changes)
    {
        var payer = Account(ScriptedChain.NewAddress(), 1_000_000_000, 1_000_000_000 - Fee);
        var accounts = changes.Select(change => Account(
            change.Account, change.Before is null ? 0 : RentOfTokenAccount, change.After is null ? 0 : RentOfTokenAccount));
        return Of([payer, .. accounts]) with
        {
            TokensBefore = [.. Balances(changes, change => change.Before, change => change.OwnerBefore)],
            TokensAfter = [.. Balances(changes, change => change.After, change => change.Owner)],
        };
    }

    private static IEnumerable<TokenBalance> Balances(
        TokenChange[] changes, Func<TokenChange, ulong?> amount, Func<TokenChange, SolanaAddress> owner) =>
        changes.Index()
            .Where(change => amount(change.Item) is not null)
            .Select(change => new TokenBalance(
                change.Index + 1, change.Item.Mint, owner(change.Item), Program, Decimals: 6, amount(change.Item)!.Value));
}

/// <summary>What becomes of a token account; null where it does not exist.</summary>
public sealed record TokenChange(SolanaAddress Account, SolanaAddress Mint, SolanaAddress Owner, ulong? Before, ulong? After)
{
    /// <summary>Another one when the account changes hands.</summary>
    public SolanaAddress OwnerBefore { get; init; } = Owner;
}
