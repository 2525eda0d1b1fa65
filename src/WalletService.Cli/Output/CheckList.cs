using Spectre.Console;
using WalletService.Cli.Receipts;

namespace WalletService.Cli.Output;

/// <summary>Checks for people, one a line.</summary>
internal static class CheckList
{
    public static void Write(IAnsiConsole console, IReadOnlyList<ReceiptCheck> checks)
    {
        foreach (var check in checks)
        {
            var mark = check.Passed ? "[green]✓[/]" : "[red]✗[/]";
            console.MarkupLine($"{mark} {Markup.Escape(check.Name)}: {Markup.Escape(check.Text)}");
        }
    }
}
