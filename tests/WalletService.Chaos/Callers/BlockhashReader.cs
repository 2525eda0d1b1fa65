using System.Net.Http.Json;
using System.Text.Json;

namespace WalletService.Chaos.Callers;

/// <summary>Reads blockhashes as a caller would who builds transactions.</summary>
internal sealed class BlockhashReader(Uri rpcUrl) : IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = rpcUrl, Timeout = TimeSpan.FromSeconds(2) };

    /// <summary>A recent blockhash, perhaps too old already; null when the node does not tell one.</summary>
    public async Task<string?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            object[] parameters = [new { commitment = "confirmed" }];
            using var answer = await http.PostAsJsonAsync(
                string.Empty, new { jsonrpc = "2.0", id = 1, method = "getLatestBlockhash", @params = parameters }, cancellationToken);
            var json = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
            return json.TryGetProperty("result", out var result) ? result.GetProperty("value").GetProperty("blockhash").GetString() : null;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested
            && exception is HttpRequestException or TaskCanceledException or JsonException)
        {
            return null;
        }
    }

    public void Dispose() => http.Dispose();
}
