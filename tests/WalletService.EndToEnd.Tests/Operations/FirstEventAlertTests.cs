using System.Net.Http.Json;
using System.Text.Json;
using Npgsql;
using WalletService.Solana;
using WalletService.Solana.Messages;
using WalletService.Solana.Programs;
using WalletService.Solana.Rpc;
using WalletService.Solana.Transactions;
using WalletService.TestKit.Operations;
using WalletService.TestKit.Servers;
using WalletService.TestKit.Time;

namespace WalletService.EndToEnd.Tests.Operations;

/// <summary>What must not happen at all wakes somebody the first time that it does, by the rules as they are deployed.</summary>
public sealed class FirstEventAlertTests : IAsyncLifetime
{
    private const string AnotherCluster = "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private LocalnetProcess stranger = null!;
    private WalletServiceStack stack = null!;
    private PrometheusServer prometheus = null!;

    public async Task InitializeAsync()
    {
        stranger = await LocalnetProcess.StartAsync();
        await stranger.ControlAsync("genesis", new { hash = AnotherCluster });

        // One that shows its cluster at the start would keep the service from starting; this one is away until then.
        stranger.Freeze();
        stack = await WalletServiceStack.StartAsync(AddStranger);
        prometheus = await PrometheusServer.StartAsync(
            "wallet-service",
            stack.Service.BaseUrl,
            AlertThresholds.RuleFiles.Select(file => File.ReadAllText(AlertThresholds.PathOf("rules", file))));
    }

    public async Task DisposeAsync()
    {
        foreach (var part in (IAsyncDisposable?[])[prometheus, stack, stranger])
        {
            if (part is not null)
            {
                await part.DisposeAsync();
            }
        }
    }

    [Fact]
    public async Task The_first_event_wakes_somebody()
    {
        await Eventually.BecomesTrueAsync(async () => await prometheus.CountAsync("wallet_service_up == 1") == 1, Patience);
        Assert.DoesNotContain(
            await prometheus.FiringAsync(),
            alert => alert.Name is "WalletNodeOfAnotherCluster" or "WalletUnexplainedMovement" or "WalletKeyMismatch");

        stranger.Thaw();
        await PagesAsync("WalletNodeOfAnotherCluster");

        await using var client = await stack.ConnectAsync();
        var robbed = await TestWallet.CreateAsync(client, stack.Localnet, "robbed");
        await PayBesideTheServiceAsync(robbed);
        await PagesAsync("WalletUnexplainedMovement");

        var altered = await TestWallet.CreateAsync(client, stack.Localnet, "altered");
        await PointAtAsync(altered, await KeyOfAsync(robbed));
        await client.TransferSolAsync(altered.Payment(TestWallet.NewAddress(), "0.5"))
            .ContinueWith(refused => Assert.NotNull(refused.Exception), TaskScheduler.Default);
        await PagesAsync("WalletKeyMismatch");
    }

    private void AddStranger(Dictionary<string, string> settings)
    {
        (string RpcUrl, string WebSocketUrl)[] nodes =
        [
            (settings["Solana__RpcUrl"], settings["Solana__WebSocketUrl"]),
            (stranger.RpcUrl.ToString(), stranger.WebSocketUrl.ToString()),
        ];
        settings.Remove("Solana__RpcUrl");
        settings.Remove("Solana__WebSocketUrl");
        foreach (var (index, node) in nodes.Index())
        {
            settings[$"Solana__Nodes__{index}__Name"] = $"node-{index}";
            settings[$"Solana__Nodes__{index}__RpcUrl"] = node.RpcUrl;
            settings[$"Solana__Nodes__{index}__WebSocketUrl"] = node.WebSocketUrl;
        }
    }

    private async Task PagesAsync(string alert)
    {
        var firing = await Eventually.HasValueAsync(() => prometheus.FindFiringAsync(alert), Patience);
        Assert.Equal("page", firing.Severity);
    }

    /// <summary>Somebody has got at the vault: it signs for the wallet, and the service is never asked.</summary>
    private async Task PayBesideTheServiceAsync(TestWallet wallet)
    {
        using var http = new HttpClient();
        var rpc = new SolanaRpcClient(http, stack.Localnet.RpcUrl);
        var payer = Address.Parse(wallet.Details.Address);
        var blockhash = (await rpc.GetLatestBlockhashAsync(Commitment.Finalized)).Value.Blockhash;
        var message = MessageCompiler.CompileLegacy(
            payer, [SystemProgram.Transfer(payer, Address.Parse(TestWallet.NewAddress()), 1_000_000_000)], blockhash);
        using var answer = await http.PostAsJsonAsync(
            new Uri(stack.Kms.BaseUrl, $"/v1/{await KeyOfAsync(wallet)}:asymmetricSign"), new { data = Convert.ToBase64String(message.Bytes.Span) });
        answer.EnsureSuccessStatusCode();
        var signature = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("signature").GetBytesFromBase64();
        await rpc.SendTransactionAsync(Transaction.Create(message).WithSignature(0, Signature.FromBytes(signature)).Serialize());
    }

    private async Task<string> KeyOfAsync(TestWallet wallet)
    {
        await using var database = NpgsqlDataSource.Create(stack.Settings["Postgres__ConnectionString"]);
        await using var command = database.CreateCommand("SELECT key_version FROM wallets WHERE id = $1");
        command.Parameters.AddWithValue(Guid.Parse(wallet.Details.WalletId));
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private async Task PointAtAsync(TestWallet wallet, string keyVersion)
    {
        await using var database = NpgsqlDataSource.Create(stack.Settings["Postgres__ConnectionString"]);
        await using var command = database.CreateCommand("UPDATE wallets SET key_version = $2 WHERE id = $1");
        command.Parameters.AddWithValue(Guid.Parse(wallet.Details.WalletId));
        command.Parameters.AddWithValue(keyVersion);
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }
}
