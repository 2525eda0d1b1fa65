using System.Globalization;
using WalletService.Chaos.Callers;

namespace WalletService.Chaos.Oracle;

/// <summary>
/// Deposits: whatever came into a wallet in a finalized block, was told by exactly one <c>deposit.received</c>, with its amount; nothing
/// else was; and no early notice is left open.
/// </summary>
internal static class DepositCheck
{
    private const string Rule = "deposits are told once";
    private const string Received = "deposit.received";

    public static IEnumerable<Violation> Find(History history)
    {
        var notes = history.Events.Where(note => note.DepositId is not null).DistinctBy(note => note.EventId, StringComparer.Ordinal).ToArray();
        var told = notes.Where(note => note.Type == Received).ToLookup(note => new DepositKey(note.Signature, note.Account, note.Mint));
        var due = DepositsOf(history).ToDictionary(deposit => deposit.Key);
        foreach (var deposit in due.Values.Where(deposit => deposit.Slot > history.JudgedFrom && !told.Contains(deposit.Key)))
        {
            yield return new Violation(Rule, $"Nothing tells of the deposit of {deposit.Amount} in slot {deposit.Slot}: {deposit.Key}.");
        }

        foreach (var group in told)
        {
            if (group.Skip(1).Any())
            {
                yield return new Violation(Rule, $"A deposit was told {group.Count()} times: {group.Key}.");
            }

            if (!due.TryGetValue(group.Key, out var deposit))
            {
                yield return new Violation(Rule, $"No finalized block has the deposit that was told: {group.First().Body}");
            }
            else if (group.First() is var note && (note.Amount != deposit.Amount || note.WalletId != deposit.WalletId))
            {
                yield return new Violation(Rule, $"{deposit.Amount} came into wallet {deposit.WalletId}; told was {note.Body}");
            }
        }

        foreach (var open in notes.GroupBy(note => note.DepositId!, StringComparer.Ordinal)
            .Select(group => group.MaxBy(note => note.Sequence)!).Where(last => last.Type == "deposit.detected"))
        {
            yield return new Violation(Rule, $"An early notice was neither confirmed nor taken back: {open.Body}");
        }
    }

    /// <summary>What came into wallets, by the balances of the blocks. A wallet's own payments take only.</summary>
    private static IEnumerable<ChainDeposit> DepositsOf(History history)
    {
        var wallets = history.Wallets.ToDictionary(wallet => wallet.Address, StringComparer.Ordinal);
        foreach (var transaction in history.Chain.Where(transaction => transaction.Succeeded))
        {
            foreach (var balance in transaction.Balances)
            {
                var gained = (decimal)balance.After - balance.Before + (balance.Address == transaction.FeePayer ? transaction.Fee : 0);
                if (gained > 0 && wallets.TryGetValue(balance.Address, out var wallet))
                {
                    yield return Deposit(transaction, wallet, balance.Address, mint: null, gained);
                }
            }

            foreach (var token in transaction.TokenBalances.Where(token => token.After > token.Before))
            {
                if (wallets.TryGetValue(token.Owner, out var wallet))
                {
                    yield return Deposit(transaction, wallet, token.Account, token.Mint, token.After - token.Before);
                }
            }
        }
    }

    private static ChainDeposit Deposit(ChainTransaction transaction, CampaignWallet wallet, string account, string? mint, decimal amount) => new(
        new DepositKey(transaction.Signature, account, mint), wallet.WalletId, amount.ToString(CultureInfo.InvariantCulture), transaction.Slot);

    private sealed record DepositKey(string? Signature, string? Account, string? Mint);

    private sealed record ChainDeposit(DepositKey Key, string WalletId, string Amount, ulong Slot);
}
