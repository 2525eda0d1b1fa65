using System.Globalization;

namespace WalletService.Cli.Receipts;

/// <summary>Amounts as receipts write them: integers as text, without sign.</summary>
internal static class Amounts
{
    public static ulong? Read(string? text) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var amount) ? amount : null;

    public static string Write(ulong amount) => amount.ToString(CultureInfo.InvariantCulture);
}
