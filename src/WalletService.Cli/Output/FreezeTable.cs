using System.Globalization;
using Spectre.Console;
using WalletService.Contracts.Management;

namespace WalletService.Cli.Output;

/// <summary>Freezes for people.</summary>
internal static class FreezeTable
{
    public static void Write(IAnsiConsole console, FreezeDetails freeze) => Write(console, [freeze]);

    public static void Write(IAnsiConsole console, FreezeList list)
    {
        if (list.Freezes.Count == 0)
        {
            console.WriteLine("Nothing is frozen.");
            return;
        }

        Write(console, list.Freezes);
    }

    public static void Write(IAnsiConsole console, UnfreezeDetails lifted) =>
        console.WriteLine(lifted.WasFrozen ? "The freeze is lifted." : "There was no such freeze.");

    private static void Write(IAnsiConsole console, IReadOnlyList<FreezeDetails> freezes)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("scope", "subject", "since", "by", "reason");
        foreach (var freeze in freezes)
        {
            table.AddRow(
                freeze.Scope,
                Markup.Escape(freeze.Subject ?? string.Empty),
                freeze.FrozenAt.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                Markup.Escape(freeze.FrozenBy),
                Markup.Escape(freeze.Reason));
        }

        console.Write(table);
    }
}
