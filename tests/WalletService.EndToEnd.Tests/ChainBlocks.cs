using System.Globalization;
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
    /// <param name="twice">Accounts that may have received two.</param>
    public async Task<IReadOnlyList<string>> PaidTwiceAsync(IReadOnlySet<string> twice)
    {
        await ReadOnAsync();
        return
        [
            .. payments
                .CountBy(payment => payment.Recipient)
                .Where(count => count.Value > (twice.Contains(count.Key) ? 2 : 1))
                .Select(count => count.Key),
        ];
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
        var signature = transaction.GetProperty("signatures")[0].GetString()!;
        var keys = transaction.GetProperty("message").GetProperty("accountKeys");
        for (var index = 0; index < keys.GetArrayLength(); index++)
        {
            var before = meta.GetProperty("preBalances")[index].GetUInt64();
            var after = meta.GetProperty("postBalances")[index].GetUInt64();
            if (after > before)
            {
                yield return new ChainPayment(keys[index].GetString()!, after - before, signature);
            }
        }

        var tokensBefore = TokensOf(meta.GetProperty("preTokenBalances"), keys);
        foreach (var (account, after) in TokensOf(meta.GetProperty("postTokenBalances"), keys))
        {
            if (tokensBefore.GetValueOrDefault(account) is var before && after > before)
            {
                yield return new ChainPayment(account, after - before, signature);
            }
        }
    }

    private static Dictionary<string, ulong> TokensOf(JsonElement balances, JsonElement keys) => balances.EnumerateArray().ToDictionary(
        balance => ChainPayment.OfTokens(
            keys[balance.GetProperty("accountIndex").GetInt32()].GetString()!, balance.GetProperty("mint").GetString()!),
        balance => ulong.Parse(balance.GetProperty("uiTokenAmount").GetProperty("amount").GetString()!, CultureInfo.InvariantCulture));

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
/// <param name="Recipient">An account; for tokens, as <see cref="OfTokens"/> names it.</param>
/// <param name="Amount">Lamports, or base units of the token.</param>
internal sealed record ChainPayment(string Recipient, ulong Amount, string Signature)
{
    public static string OfTokens(string tokenAccount, string mint) => $"{tokenAccount} of {mint}";
}
