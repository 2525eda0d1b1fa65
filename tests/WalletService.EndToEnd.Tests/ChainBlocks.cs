using System.Net.Http.Json;
using System.Text.Json;

namespace WalletService.EndToEnd.Tests;

/// <summary>What a chain has executed, read from its finalized blocks without the service's code.</summary>
internal sealed class ChainBlocks(Uri rpcUrl)
{
    private static readonly HttpClient Http = new();
    private readonly List<ChainPayment> payments = [];
    private ulong next;

    /// <summary>Payments that the account has received, in all finalized blocks so far.</summary>
    public async Task<IReadOnlyList<ChainPayment>> PaymentsToAsync(string address)
    {
        await ReadOnAsync();
        return [.. payments.Where(payment => payment.Recipient == address)];
    }

    /// <summary>Accounts that have received more than one payment. Where each account is paid once, be it by the faucet.</summary>
    public async Task<IReadOnlyList<string>> PaidTwiceAsync()
    {
        await ReadOnAsync();
        return [.. payments.CountBy(payment => payment.Recipient).Where(count => count.Value > 1).Select(count => count.Key)];
    }

    private async Task ReadOnAsync()
    {
        var commitment = new { commitment = "finalized" };
        foreach (var slot in (await AskAsync("getBlocks", next, commitment)).EnumerateArray().Select(slot => slot.GetUInt64()))
        {
            var block = await AskAsync(
                "getBlock", slot, new { commitment = "finalized", encoding = "json", maxSupportedTransactionVersion = 0, rewards = false });
            foreach (var transaction in block.GetProperty("transactions").EnumerateArray())
            {
                payments.AddRange(Read(transaction));
            }

            next = slot + 1;
        }
    }

    private static IEnumerable<ChainPayment> Read(JsonElement executed)
    {
        var meta = executed.GetProperty("meta");
        if (meta.GetProperty("err").ValueKind != JsonValueKind.Null)
        {
            yield break;
        }

        var transaction = executed.GetProperty("transaction");
        var keys = transaction.GetProperty("message").GetProperty("accountKeys");
        for (var index = 0; index < keys.GetArrayLength(); index++)
        {
            var before = meta.GetProperty("preBalances")[index].GetUInt64();
            var after = meta.GetProperty("postBalances")[index].GetUInt64();
            if (after > before)
            {
                yield return new ChainPayment(keys[index].GetString()!, after - before, transaction.GetProperty("signatures")[0].GetString()!);
            }
        }
    }

    private async Task<JsonElement> AskAsync(string method, params object[] parameters)
    {
        using var answer = await Http.PostAsJsonAsync(rpcUrl, new { jsonrpc = "2.0", id = 1, method, @params = parameters });
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return body.TryGetProperty("result", out var result)
            ? result
            : throw new InvalidOperationException($"{method} was refused: {body}");
    }
}

/// <summary>A successful transaction that made an account richer.</summary>
internal sealed record ChainPayment(string Recipient, ulong Lamports, string Signature);
