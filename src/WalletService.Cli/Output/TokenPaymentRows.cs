using System.Globalization;
using Spectre.Console;
using WalletService.Contracts.Transactions;

namespace WalletService.Cli.Output;

/// <summary>The tokens of a payment, as rows of a table for people. Amounts are base units.</summary>
internal static class TokenPaymentRows
{
    public static void AddTo(Table table, TokenPayment? token)
    {
        if (token is null)
        {
            return;
        }

        Add(table, "mint", token.Mint);
        Add(table, "program", token.Program);
        Add(table, "decimals", token.Decimals?.ToString(CultureInfo.InvariantCulture));
        Add(table, "sent", token.Sent);
        Add(table, "withheld", token.TransferFee);
        Add(table, "received", token.Received);
        Add(table, "to account", token.RecipientAccount);
        if (token.Balances is { } balances)
        {
            Add(table, "source tokens", $"{balances.SourceBefore} -> {balances.SourceAfter}");
            Add(table, "recipient tokens", balances.RecipientAfter is null ? null : $"{balances.RecipientBefore} -> {balances.RecipientAfter}");
        }
    }

    private static void Add(Table table, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            table.AddRow(name, Markup.Escape(value));
        }
    }
}
