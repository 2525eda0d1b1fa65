using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Solana;
using WalletService.Solana.Rpc;

namespace WalletService.Ledger.Solana.Transactions;

/// <summary>Balances numbered like a transaction's accounts, as nodes give them.</summary>
internal static class AccountBalances
{
    /// <summary>Null when the account, or its balance, is not among them.</summary>
    public static Lamports? Find(Address? address, IReadOnlyList<Address> accounts, IReadOnlyList<ulong> balances)
    {
        for (var index = 0; index < accounts.Count && index < balances.Count; index++)
        {
            if (accounts[index] == address)
            {
                return new Lamports(balances[index]);
            }
        }

        return null;
    }

    /// <summary>Null when no tokens were paid, or the node has not kept the balances of token accounts.</summary>
    public static TokenBalances? FindTokens(ExecutionParties parties, IReadOnlyList<Address> accounts, TransactionMeta meta) =>
        parties.SourceTokens?.ToKit() is { } source && meta is { PreTokenBalances: { } before, PostTokenBalances: { } after }
            ? new TokenBalances(
                FindTokens(source, accounts, before),
                FindTokens(source, accounts, after),
                parties.RecipientTokens is null ? null : FindTokens(parties.RecipientTokens.ToKit(), accounts, before),
                parties.RecipientTokens is null ? null : FindTokens(parties.RecipientTokens.ToKit(), accounts, after))
            : null;

    /// <summary>In base units. An account that is not listed does not exist, or holds no tokens yet.</summary>
    private static ulong FindTokens(Address address, IReadOnlyList<Address> accounts, IReadOnlyList<TokenBalance> balances) =>
        balances.FirstOrDefault(balance => balance.AccountIndex >= 0
            && balance.AccountIndex < accounts.Count
            && accounts[balance.AccountIndex] == address)?.UiTokenAmount.Amount ?? 0;
}
