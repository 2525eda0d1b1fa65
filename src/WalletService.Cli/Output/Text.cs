using System.Globalization;

namespace WalletService.Cli.Output;

/// <summary>Numbers and times, the same in every culture.</summary>
internal static class Text
{
    public static string Of(ulong? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    public static string Of(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture) ?? "";
}
