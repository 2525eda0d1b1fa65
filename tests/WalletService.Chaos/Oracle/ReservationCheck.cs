namespace WalletService.Chaos.Oracle;

/// <summary>Once every intent has ended nothing is held back.</summary>
internal static class ReservationCheck
{
    private const string Rule = "reservations are released";

    public static IEnumerable<Violation> Find(History history)
    {
        foreach (var wallet in history.Wallets)
        {
            if (!history.Balances.TryGetValue(wallet.WalletId, out var balance))
            {
                yield return new Violation(Rule, $"The service does not tell what wallet {wallet.WalletId} has reserved.");
            }
            else if (balance.Reserved != 0)
            {
                yield return new Violation(Rule, $"Wallet {wallet.WalletId} still has {balance.Reserved} lamports reserved.");
            }

            foreach (var (mint, tokens) in balance?.Tokens.Where(entry => entry.Value.Reserved != 0) ?? [])
            {
                yield return new Violation(Rule, $"Wallet {wallet.WalletId} still has {tokens.Reserved} base units of {mint} reserved.");
            }
        }
    }
}
