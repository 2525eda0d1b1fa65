using System.Globalization;
using Spectre.Console;
using WalletService.Contracts.Features;

namespace WalletService.Cli.Output;

/// <summary>Flags for people.</summary>
internal static class FlagTable
{
    public static void Write(IAnsiConsole console, FlagDetails flag) => Write(console, [flag]);

    public static void Write(IAnsiConsole console, FlagList list) => Write(console, list.Flags);

    private static void Write(IAnsiConsole console, IReadOnlyList<FlagDetails> flags)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("feature", "state", "since", "by", "reason");
        foreach (var flag in flags)
        {
            table.AddRow(
                flag.Feature,
                flag.Enabled ? "on" : "off",
                flag.SetAt?.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? string.Empty,
                Markup.Escape(flag.IsDefault ? "by the settings" : flag.SetBy ?? string.Empty),
                Markup.Escape(flag.Reason ?? string.Empty));
        }

        console.Write(table);
    }
}
