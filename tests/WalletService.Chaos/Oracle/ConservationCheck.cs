using WalletService.Chaos.Callers;

namespace WalletService.Chaos.Oracle;

/// <summary>
/// Lamports are conserved: what a wallet was given, and was paid by other wallets, less what its callers were told to have paid and the
/// fees, is what the chain and the service say that it holds. The same for every recipient.
/// </summary>
internal static class ConservationCheck
{
    private const string Rule = "lamports are conserved";

    public static IEnumerable<Violation> Find(History history)
    {
        var expected = history.Wallets.ToDictionary(
            wallet => wallet.Address, wallet => (decimal)wallet.Deposited, StringComparer.Ordinal);
        var chain = history.Chain.ToDictionary(transaction => transaction.Signature, StringComparer.Ordinal);
        foreach (var outcome in Outcome.Of(history))
        {
            Book(outcome, expected, chain);
        }

        foreach (var gift in history.Gifts.Where(gift => gift.Mint is null && chain.GetValueOrDefault(gift.Signature) is { Succeeded: true }))
        {
            expected[gift.Recipient] += gift.Amount;
        }

        var held = new Dictionary<string, ulong>(StringComparer.Ordinal);
        var broken = new List<Violation>();
        foreach (var transaction in history.Chain)
        {
            broken.AddRange(Follow(transaction, held, expected));
        }

        return broken.Concat(Compare(history, expected, held));
    }

    /// <summary>Books what the caller was told.</summary>
    private static void Book(Outcome outcome, Dictionary<string, decimal> expected, Dictionary<string, ChainTransaction> chain)
    {
        var intent = outcome.Notes.Intent;
        var executed = chain.GetValueOrDefault(outcome.ExecutedSignature ?? string.Empty);
        if (outcome.End == IntentEnd.Finalized && intent.Token is not null)
        {
            // The rent of the recipient's token account is quoted, and not paid when somebody else has made the account first.
            expected[intent.Source] -= (outcome.Last!.Fee ?? 0) + (executed is null ? 0 : TokenEffect.RentOf(executed));
        }
        else if (outcome.End == IntentEnd.Finalized)
        {
            var paid = intent.Lamports ?? outcome.Last!.Lamports ?? 0;
            expected[intent.Source] -= paid + (outcome.Last!.Fee ?? 0);
            expected[intent.Recipient] = expected.GetValueOrDefault(intent.Recipient) + paid;
        }
        else if (outcome.End == IntentEnd.Failed)
        {
            // Refusals do not tell the fee: it is the chain's.
            expected[intent.Source] -= executed?.Fee ?? 0;
        }
    }

    /// <summary>Between two transactions no balance changes: nothing was missed.</summary>
    private static IEnumerable<Violation> Follow(
        ChainTransaction transaction, Dictionary<string, ulong> held, Dictionary<string, decimal> expected)
    {
        foreach (var balance in transaction.Balances.Where(balance => expected.ContainsKey(balance.Address)))
        {
            var before = held.GetValueOrDefault(balance.Address);
            if (before != balance.Before)
            {
                yield return new Violation(
                    Rule, $"{balance.Address} held {before} lamports, and {balance.Before} before transaction {transaction.Signature}.");
            }

            held[balance.Address] = balance.After;
        }
    }

    private static IEnumerable<Violation> Compare(
        History history, Dictionary<string, decimal> expected, Dictionary<string, ulong> held)
    {
        foreach (var (address, lamports) in expected)
        {
            var onChain = held.GetValueOrDefault(address);
            if (onChain != lamports)
            {
                yield return new Violation(Rule, $"{address} holds {onChain} lamports; by the callers' notes {lamports}.");
            }
        }

        foreach (var wallet in history.Wallets)
        {
            var onChain = held.GetValueOrDefault(wallet.Address);
            if (history.Balances.TryGetValue(wallet.WalletId, out var told) && told.Lamports != onChain)
            {
                yield return new Violation(Rule, $"{wallet.Address} holds {onChain} lamports; the service says {told.Lamports}.");
            }
        }
    }
}
