using System.Net.Http.Json;
using System.Text.Json;

namespace WalletService.Chaos.Oracle;

/// <summary>Reads every finalized block of the chain by <c>getBlock</c>, without any code of the service.</summary>
internal sealed class BlockReader(Uri rpcUrl) : IDisposable
{
    private const int BlocksAtOnce = 8;
    private const int SlotsAtOnce = 10_000;

    private readonly HttpClient http = new() { BaseAddress = rpcUrl, Timeout = TimeSpan.FromSeconds(30) };

    public async Task<ulong> FinalizedSlotAsync() => (await CallAsync("getSlot", new { commitment = "finalized" })).GetUInt64();

    public async Task<ulong> ProcessedSlotAsync() => (await CallAsync("getSlot", new { commitment = "processed" })).GetUInt64();

    /// <summary>Every transaction up to the newest finalized block, in the order of the chain.</summary>
    public async Task<IReadOnlyList<ChainTransaction>> ReadAsync()
    {
        var first = (await CallAsync("getFirstAvailableBlock")).GetUInt64();
        var last = await FinalizedSlotAsync();
        var transactions = new List<ChainTransaction>();
        for (var from = first; from <= last; from += SlotsAtOnce)
        {
            var slots = await CallAsync("getBlocks", from, Math.Min(last, from + SlotsAtOnce - 1), new { commitment = "finalized" });
            foreach (var chunk in slots.EnumerateArray().Select(slot => slot.GetUInt64()).Chunk(BlocksAtOnce))
            {
                foreach (var block in await Task.WhenAll(chunk.Select(ReadBlockAsync)))
                {
                    transactions.AddRange(block);
                }
            }
        }

        return transactions;
    }

    public void Dispose() => http.Dispose();

    private async Task<IReadOnlyList<ChainTransaction>> ReadBlockAsync(ulong slot)
    {
        var options = new
        {
            commitment = "finalized",
            encoding = "jsonParsed",
            transactionDetails = "full",
            rewards = false,
            maxSupportedTransactionVersion = 1,
        };
        var block = await CallAsync("getBlock", slot, options);
        return [.. block.GetProperty("transactions").EnumerateArray().Select(entry => ChainTransaction.Parse(entry, slot))];
    }

    private async Task<JsonElement> CallAsync(string method, params object[] parameters)
    {
        using var answer = await http.PostAsJsonAsync(string.Empty, new { jsonrpc = "2.0", id = 1, method, @params = parameters });
        var json = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return json.TryGetProperty("result", out var result)
            ? result
            : throw new InvalidOperationException($"{method} was refused: {json.GetRawText()}");
    }
}
