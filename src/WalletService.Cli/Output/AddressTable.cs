using System.Globalization;
using Spectre.Console;
using WalletService.Contracts.Management;

namespace WalletService.Cli.Output;

/// <summary>Address books for people.</summary>
internal static class AddressTable
{
    public static void Write(IAnsiConsole console, AddressDetails address) => Write(console, [address]);

    public static void Write(IAnsiConsole console, AddressList list)
    {
        Write(console, list.Addresses);
        if (list.NextCursor is not null)
        {
            console.MarkupLineInterpolated($"[grey]more: --cursor {list.NextCursor}[/]");
        }
    }

    private static void Write(IAnsiConsole console, IReadOnlyList<AddressDetails> addresses)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("name", "address", "added");
        foreach (var address in addresses)
        {
            table.AddRow(
                $"@{address.Name}", address.Address, address.AddedAt.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        }

        console.Write(table);
    }
}
