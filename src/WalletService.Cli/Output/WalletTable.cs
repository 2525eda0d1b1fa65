using System.Globalization;
using Spectre.Console;
using WalletService.Contracts.Management;

namespace WalletService.Cli.Output;

/// <summary>Wallets for people.</summary>
internal static class WalletTable
{
    public static void Write(IAnsiConsole console, WalletDetails wallet) => Write(console, [wallet]);

    public static void Write(IAnsiConsole console, WalletList list)
    {
        Write(console, list.Wallets);
        if (list.NextCursor is not null)
        {
            console.MarkupLineInterpolated($"[grey]more: --cursor {list.NextCursor}[/]");
        }
    }

    private static void Write(IAnsiConsole console, IReadOnlyList<WalletDetails> wallets)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("wallet", "label", "address", "status", "active", "created");
        foreach (var wallet in wallets)
        {
            table.AddRow(
                wallet.WalletId,
                Markup.Escape(wallet.Label),
                wallet.Address,
                wallet.Status,
                wallet.IsActive ? "yes" : "",
                wallet.CreatedAt.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        }

        console.Write(table);
    }
}
