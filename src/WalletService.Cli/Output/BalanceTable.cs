using Spectre.Console;
using WalletService.Contracts.Balances;

namespace WalletService.Cli.Output;

/// <summary>Balances for people.</summary>
internal static class BalanceTable
{
    public static void Write(IAnsiConsole console, Balance balance)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn("").AddColumn(new TableColumn("").RightAligned()).HideHeaders();
        table.AddRow("address", balance.Address);
        table.AddRow("SOL", balance.Sol);
        table.AddRow("lamports", balance.Lamports);
        table.AddRow("reserved", balance.ReservedLamports);
        table.AddRow("available", balance.AvailableLamports);
        table.AddRow("slot", Text.Of(balance.Slot));
        table.AddRow("as of", Text.Of(balance.AsOf));
        console.Write(table);
    }

    public static void Write(IAnsiConsole console, TokenList tokens)
    {
        if (tokens.Tokens.Count + tokens.OtherAccounts.Count == 0)
        {
            console.WriteLine("The wallet has no token accounts.");
            return;
        }

        if (tokens.Tokens.Count > 0)
        {
            console.Write(TableOf(tokens.Tokens));
        }

        if (tokens.OtherAccounts.Count > 0)
        {
            console.WriteLine("Other token accounts, from which transfers do not pay:");
            console.Write(TableOf(tokens.OtherAccounts));
        }
    }

    private static Table TableOf(IReadOnlyList<TokenBalance> tokens)
    {
        var table = new Table().Border(TableBorder.Simple)
            .AddColumns("mint", "symbol (as claimed)")
            .AddColumn(new TableColumn("amount").RightAligned())
            .AddColumn(new TableColumn("available (base units)").RightAligned())
            .AddColumns("program", "state", "token account");
        foreach (var token in tokens)
        {
            table.AddRow(
                token.Mint, Markup.Escape(token.Symbol ?? ""), AmountOf(token), token.AvailableAmount, token.Program, StateOf(token), token.TokenAccount);
        }

        return table;
    }

    private static string AmountOf(TokenBalance token) => token.UiAmountKind switch
    {
        "interestBearing" => $"{token.UiAmount} (with interest)",
        "scaled" => $"{token.UiAmount} (scaled)",
        _ => token.UiAmount,
    };

    private static string StateOf(TokenBalance token) =>
        token.Delegate is null ? token.State : $"{token.State}, {token.DelegatedAmount} delegated to {token.Delegate}";
}
