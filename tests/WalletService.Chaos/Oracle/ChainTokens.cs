using System.Globalization;
using System.Text.Json;

namespace WalletService.Chaos.Oracle;

/// <summary>An instruction that transfers tokens.</summary>
/// <param name="Source">The token account that pays.</param>
/// <param name="Destination">The token account that is paid.</param>
/// <param name="Amount">Base units that leave the source.</param>
public sealed record ChainTokenTransfer(string Source, string Destination, string Mint, ulong Amount);

/// <summary>What a token account held around a transaction, in base units.</summary>
public sealed record ChainTokenBalance(string Account, string Owner, string Mint, ulong Before, ulong After);

/// <summary>Reads what <c>getBlock</c> tells of tokens.</summary>
internal static class ChainTokens
{
    private static readonly string[] Programs = ["spl-token", "spl-token-2022"];
    private static readonly string[] Transfers = ["transferChecked", "transferCheckedWithFee"];

    /// <summary>The transfers among a transaction's instructions, in order.</summary>
    public static IReadOnlyList<ChainTokenTransfer> ReadTransfers(IEnumerable<JsonElement> instructions) =>
    [
        .. from instruction in instructions
           where instruction.TryGetProperty("program", out var program) && Programs.Contains(program.GetString(), StringComparer.Ordinal)
           let parsed = instruction.GetProperty("parsed")
           where Transfers.Contains(parsed.GetProperty("type").GetString(), StringComparer.Ordinal)
           let info = parsed.GetProperty("info")
           select new ChainTokenTransfer(
               info.GetProperty("source").GetString()!,
               info.GetProperty("destination").GetString()!,
               info.GetProperty("mint").GetString()!,
               Number(info.GetProperty("tokenAmount"))),
    ];

    /// <param name="meta">Of the transaction.</param>
    /// <param name="addresses">All its accounts, in order.</param>
    public static IReadOnlyList<ChainTokenBalance> ReadBalances(JsonElement meta, IReadOnlyList<string> addresses)
    {
        var balances = new SortedDictionary<int, ChainTokenBalance>();
        foreach (var before in meta.GetProperty("preTokenBalances").EnumerateArray())
        {
            balances[Index(before)] = Balance(before, addresses, Number(before.GetProperty("uiTokenAmount")), after: 0);
        }

        foreach (var after in meta.GetProperty("postTokenBalances").EnumerateArray())
        {
            var amountBefore = balances.GetValueOrDefault(Index(after))?.Before ?? 0;
            balances[Index(after)] = Balance(after, addresses, amountBefore, Number(after.GetProperty("uiTokenAmount")));
        }

        return [.. balances.Values];
    }

    private static ChainTokenBalance Balance(JsonElement entry, IReadOnlyList<string> addresses, ulong before, ulong after) =>
        new(addresses[Index(entry)], entry.GetProperty("owner").GetString()!, entry.GetProperty("mint").GetString()!, before, after);

    private static int Index(JsonElement entry) => entry.GetProperty("accountIndex").GetInt32();

    private static ulong Number(JsonElement tokenAmount) =>
        ulong.Parse(tokenAmount.GetProperty("amount").GetString()!, NumberStyles.None, CultureInfo.InvariantCulture);
}
