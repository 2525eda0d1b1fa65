using System.Net.Http.Json;
using System.Text.Json;
using WalletService.Contracts;

namespace WalletService.Chaos.Callers;

/// <summary>Has the service make wallets, and gives them SOL from the local network's faucet.</summary>
internal static class WalletPreparation
{
    private const ulong Deposit = 2_000_000_000;
    private const int WalletsPerUser = 4;

    public static async Task<IReadOnlyList<CampaignWallet>> RunAsync(
        CallerConnection connection, Uri rpcUrl, int count, CancellationToken cancellationToken)
    {
        var wallets = await Task.WhenAll(Enumerable.Range(0, count).Select(number => CreateAsync(connection, number, cancellationToken)));
        using var http = new HttpClient { BaseAddress = rpcUrl };
        foreach (var wallet in wallets)
        {
            await CallAsync(http, "requestAirdrop", wallet.Address, wallet.Deposited);
        }

        foreach (var wallet in wallets)
        {
            while ((await CallAsync(http, "getBalance", wallet.Address, new { commitment = "finalized" }))
                .GetProperty("value").GetUInt64() != wallet.Deposited)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
            }
        }

        return wallets;
    }

    private static async Task<CampaignWallet> CreateAsync(CallerConnection connection, int number, CancellationToken cancellationToken)
    {
        var userId = $"user-{number / WalletsPerUser}";
        var body = JsonSerializer.Serialize(new { userId, label = $"wallet {number}", requestId = $"wallet-{number}" });
        var wallet = await connection.InsistAsync(new OutgoingRequest(Routes.CreateWallet, body), cancellationToken);
        return new CampaignWallet(userId, wallet.GetProperty("walletId").GetString()!, wallet.GetProperty("address").GetString()!, Deposit);
    }

    private static async Task<JsonElement> CallAsync(HttpClient http, string method, params object[] parameters)
    {
        using var answer = await http.PostAsJsonAsync(string.Empty, new { jsonrpc = "2.0", id = 1, method, @params = parameters });
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("result");
    }
}
