using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace WalletService.EndToEnd.Tests.Deposits;

/// <summary>
/// What came into the wallets, worked out from the finalized blocks by other means than the service's: whole transactions with their
/// lookup tables, read with another program text.
/// </summary>
internal sealed class ExpectedMovements(Uri rpcUrl, IReadOnlySet<string> wallets)
{
    private static readonly HttpClient Http = new();

    /// <summary>In the order of the chain.</summary>
    public List<ExpectedDeposit> Deposits { get; } = [];

    /// <summary>Of the transactions that mention a wallet, by version.</summary>
    public Dictionary<string, int> Versions { get; } = new(StringComparer.Ordinal);

    public int Failed { get; private set; }

    public async Task ReadAsync(ulong from, ulong to)
    {
        var slots = await AskAsync("getBlocks", from, to, new { commitment = "finalized" });
        foreach (var slot in slots.EnumerateArray().Select(slot => slot.GetUInt64()))
        {
            var block = await AskAsync(
                "getBlock", slot, new { commitment = "finalized", encoding = "json", maxSupportedTransactionVersion = 1, rewards = false });
            foreach (var transaction in block.GetProperty("transactions").EnumerateArray())
            {
                Read(transaction);
            }
        }
    }

    private void Read(JsonElement executed)
    {
        var meta = executed.GetProperty("meta");
        var transaction = executed.GetProperty("transaction");
        var loaded = meta.GetProperty("loadedAddresses");
        string[] keys =
        [
            .. Texts(transaction.GetProperty("message").GetProperty("accountKeys")),
            .. Texts(loaded.GetProperty("writable")),
            .. Texts(loaded.GetProperty("readonly")),
        ];
        if (keys.Any(wallets.Contains))
        {
            var version = executed.GetProperty("version").ToString();
            Versions[version] = Versions.GetValueOrDefault(version) + 1;
        }

        var signature = transaction.GetProperty("signatures")[0].GetString()!;
        if (meta.GetProperty("err").ValueKind != JsonValueKind.Null)
        {
            Failed++;
            return;
        }

        for (var index = 0; index < keys.Length; index++)
        {
            if (wallets.Contains(keys[index]))
            {
                var fee = index == 0 ? meta.GetProperty("fee").GetInt64() : 0;
                Add(signature, keys[index], null, meta.GetProperty("postBalances")[index].GetInt64() - meta.GetProperty("preBalances")[index].GetInt64() + fee);
            }
        }

        var before = meta.GetProperty("preTokenBalances").EnumerateArray().ToDictionary(token => token.GetProperty("accountIndex").GetInt32());
        foreach (var token in meta.GetProperty("postTokenBalances").EnumerateArray().Where(token => wallets.Contains(Owner(token))))
        {
            var index = token.GetProperty("accountIndex").GetInt32();
            var earlier = before.TryGetValue(index, out var found) && Owner(found) == Owner(token) ? Amount(found) : 0;
            Add(signature, keys[index], token.GetProperty("mint").GetString(), Amount(token) - earlier);
        }
    }

    private void Add(string signature, string account, string? mint, long amount)
    {
        if (amount > 0)
        {
            Deposits.Add(new ExpectedDeposit(signature, account, mint, (ulong)amount));
        }
    }

    private static string Owner(JsonElement token) => token.GetProperty("owner").GetString()!;

    private static long Amount(JsonElement token) =>
        long.Parse(token.GetProperty("uiTokenAmount").GetProperty("amount").GetString()!, CultureInfo.InvariantCulture);

    private static IEnumerable<string> Texts(JsonElement array) => array.EnumerateArray().Select(text => text.GetString()!);

    private async Task<JsonElement> AskAsync(string method, params object[] parameters)
    {
        using var answer = await Http.PostAsJsonAsync(rpcUrl, new { jsonrpc = "2.0", id = 1, method, @params = parameters });
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return body.TryGetProperty("result", out var result)
            ? result
            : throw new InvalidOperationException($"{method} was refused: {body}");
    }
}

internal sealed record ExpectedDeposit(string Signature, string Account, string? Mint, ulong Amount);
