using WalletService.Domain.Values;
using WalletService.Solana;

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
}
