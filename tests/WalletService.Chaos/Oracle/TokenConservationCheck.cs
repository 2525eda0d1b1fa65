using WalletService.Chaos.Callers;

namespace WalletService.Chaos.Oracle;

/// <summary>
/// Tokens are conserved: what was minted to an owner, and was paid to it, less what its callers were told to have sent, is what the chain
/// and the service say that it holds, mint by mint. The same for every recipient and for those who pay from outside.
/// </summary>
internal static class TokenConservationCheck
{
    private const string Rule = "tokens are conserved";

    public static IEnumerable<Violation> Find(History history)
    {
        var expected = history.Grants.GroupBy(grant => new Holding(grant.Owner, grant.Mint))
            .ToDictionary(group => group.Key, group => group.Sum(grant => (decimal)grant.Amount));
        foreach (var outcome in Outcome.Of(history).Where(outcome => outcome.End == IntentEnd.Finalized))
        {
            if (outcome.Notes.Intent is { Token.Mint: { } mint } intent)
            {
                Add(expected, intent.Source, mint, -(decimal)(outcome.Last!.Token?.Sent ?? 0));
                Add(expected, intent.Recipient, mint, outcome.Last.Token?.Received ?? 0);
            }
        }

        var executed = history.Chain.Where(transaction => transaction.Succeeded)
            .Select(transaction => transaction.Signature).ToHashSet(StringComparer.Ordinal);
        foreach (var gift in history.Gifts.Where(gift => gift.Mint is not null && executed.Contains(gift.Signature)))
        {
            Add(expected, gift.Payer, gift.Mint!, -(decimal)gift.Amount);
            Add(expected, gift.Recipient, gift.Mint!, gift.Amount - gift.Mint!.FeeOf(gift.Amount));
        }

        var held = new Dictionary<(string Account, Holding Holding), ulong>();
        var broken = history.Chain.SelectMany(transaction => Follow(transaction, held)).ToArray();
        return broken.Concat(Compare(history, expected, held));
    }

    /// <summary>Between two transactions no balance changes: nothing was missed.</summary>
    private static IEnumerable<Violation> Follow(ChainTransaction transaction, Dictionary<(string Account, Holding Holding), ulong> held)
    {
        foreach (var balance in transaction.TokenBalances)
        {
            var key = (balance.Account, new Holding(balance.Owner, balance.Mint));
            var before = held.GetValueOrDefault(key);
            if (before != balance.Before)
            {
                yield return new Violation(
                    Rule, $"{balance.Account} held {before} base units, and {balance.Before} before transaction {transaction.Signature}.");
            }

            held[key] = balance.After;
        }
    }

    private static IEnumerable<Violation> Compare(
        History history, Dictionary<Holding, decimal> expected, Dictionary<(string Account, Holding Holding), ulong> held)
    {
        var onChain = held.GroupBy(entry => entry.Key.Holding).ToDictionary(group => group.Key, group => group.Sum(entry => (decimal)entry.Value));
        foreach (var holding in expected.Keys.Union(onChain.Keys))
        {
            var (there, noted) = (onChain.GetValueOrDefault(holding), expected.GetValueOrDefault(holding));
            if (there != noted)
            {
                yield return new Violation(Rule, $"{holding.Owner} holds {there} base units of {holding.Mint}; by the callers' notes {noted}.");
            }
        }

        foreach (var wallet in history.Wallets)
        {
            foreach (var mint in onChain.Keys.Select(holding => holding.Mint).Distinct(StringComparer.Ordinal))
            {
                var there = onChain.GetValueOrDefault(new Holding(wallet.Address, mint));
                if (history.Balances.TryGetValue(wallet.WalletId, out var told) && (told.Tokens.GetValueOrDefault(mint)?.Amount ?? 0) is var says
                    && says != there)
                {
                    yield return new Violation(Rule, $"{wallet.Address} holds {there} base units of {mint}; the service says {says}.");
                }
            }
        }
    }

    private static void Add(Dictionary<Holding, decimal> expected, string owner, CampaignMint mint, decimal amount)
    {
        var holding = new Holding(owner, mint.Address);
        expected[holding] = expected.GetValueOrDefault(holding) + amount;
    }

    private sealed record Holding(string Owner, string Mint);
}
