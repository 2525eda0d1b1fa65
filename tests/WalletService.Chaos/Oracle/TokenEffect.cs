using WalletService.Chaos.Callers;

namespace WalletService.Chaos.Oracle;

/// <summary>How a transaction differs from the payment in a token that it should be.</summary>
internal static class TokenEffect
{
    /// <summary>Null when it does not.</summary>
    public static string? Difference(Intent intent, TokenAsk ask, ChainTransaction transaction)
    {
        if (transaction.Transfers.Count > 0 || transaction.TokenTransfers is not [var transfer] || transfer.Mint != ask.Mint.Address)
        {
            return $"is no transfer of the token {ask.Mint.Address} alone";
        }

        if (!transaction.Succeeded)
        {
            return null;
        }

        var mine = transaction.TokenBalances.Where(balance => balance.Before != balance.After).ToArray();
        var sent = -ChangeOf(transaction, ask.Mint, intent.Source);
        var received = ChangeOf(transaction, ask.Mint, intent.Recipient);
        if (mine.Any(balance => balance.Mint != ask.Mint.Address || (balance.Owner != intent.Source && balance.Owner != intent.Recipient)))
        {
            return $"moves tokens of others: {string.Join(", ", mine.Select(balance => balance.ToString()))}";
        }

        if (sent <= 0 || received != sent - ask.Mint.FeeOf((ulong)sent))
        {
            return $"takes {sent} base units from {intent.Source} and brings {received} to {intent.Recipient}";
        }

        var (counted, meaning) = ask.IsReceived ? (received, "arrive") : (sent, "leave");
        return ask.Amount is { } asked && counted != asked ? $"lets {counted} base units {meaning}, asked were {asked}" : null;
    }

    /// <summary>Base units of a mint that an owner's accounts gained.</summary>
    public static decimal ChangeOf(ChainTransaction transaction, CampaignMint mint, string owner) => transaction.TokenBalances
        .Where(balance => balance.Mint == mint.Address && balance.Owner == owner)
        .Sum(balance => (decimal)balance.After - balance.Before);

    /// <summary>Lamports that were put into token accounts which the transaction made.</summary>
    public static ulong RentOf(ChainTransaction transaction) => transaction.TokenBalances
        .Join(transaction.Balances, token => token.Account, balance => balance.Address, (_, balance) => balance, StringComparer.Ordinal)
        .Where(balance => balance.Before == 0)
        .Aggregate(0UL, (sum, balance) => sum + balance.After);
}
