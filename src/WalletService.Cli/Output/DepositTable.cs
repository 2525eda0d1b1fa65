using Spectre.Console;
using WalletService.Contracts.Balances;

namespace WalletService.Cli.Output;

/// <summary>Deposits for people.</summary>
internal static class DepositTable
{
    public static void Write(IAnsiConsole console, DepositList list)
    {
        var table = new Table().Border(TableBorder.Simple)
            .AddColumns("seen", "status")
            .AddColumn(new TableColumn("amount").RightAligned())
            .AddColumns("token", "account", "transaction");
        foreach (var deposit in list.Deposits)
        {
            table.AddRow(
                Text.Of(deposit.DetectedAt),
                deposit.Status,
                deposit.Amount,
                deposit.Mint ?? "lamports",
                deposit.Account,
                deposit.Signature);
        }

        console.Write(table);
        if (list.NextCursor is not null)
        {
            console.MarkupLineInterpolated($"[grey]more: --cursor {list.NextCursor}[/]");
        }
    }
}
