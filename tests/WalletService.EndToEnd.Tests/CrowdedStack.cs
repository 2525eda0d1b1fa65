using WalletService.Client;
using WalletService.Contracts.Management;
using WalletService.Solana;
using WalletService.Solana.Rpc;

namespace WalletService.EndToEnd.Tests;

/// <summary>The whole service with its limits raised out of the way of a crowd.</summary>
public sealed class CrowdedStack : IAsyncLifetime
{
    private const int AccountsPerQuestion = 100;

    private WalletServiceStack? stack;
    private SolanaRpcClient? rpc;

    /// <summary>Its parts.</summary>
    public WalletServiceStack Stack => stack ?? throw new InvalidOperationException("The service has not been started.");

    public async Task InitializeAsync()
    {
        stack = await WalletServiceStack.StartAsync(settings =>
        {
            settings["Limits__ChangesPerUser"] = "100000";
            settings["Limits__ChangesPerCaller"] = "100000";
            settings["Limits__ChangesPerRoute"] = "100000";
            settings["Limits__TransfersPerUser"] = "100000";
            settings["Limits__TransfersPerCaller"] = "100000";
            settings["Limits__TransfersOfAll"] = "100000";
            settings["GoogleKms__WritesPerSecond"] = "1000";
            settings["GoogleKms__WriteBurst"] = "1000";
        });
        rpc = new SolanaRpcClient(new HttpClient(), stack.Localnet.RpcUrl);
    }

    public async Task DisposeAsync()
    {
        if (stack is not null)
        {
            await stack.DisposeAsync();
        }
    }

    public Task<WalletClient> ConnectAsync() => Stack.ConnectAsync(attempts: 10);

    /// <summary>Wallets of as many users, each with these lamports on chain.</summary>
    public async Task<IReadOnlyList<WalletDetails>> CreateWalletsAsync(IWalletClient client, string name, int count, ulong lamports)
    {
        var wallets = await Task.WhenAll(Enumerable.Range(0, count).Select(
            number => client.CreateWalletAsync(new CreateWallet { UserId = $"{name} {number}", Label = name, RequestId = "the wallet" })));
        foreach (var wallet in wallets)
        {
            await Stack.Localnet.ControlAsync("account", new { pubkey = wallet.Address, lamports });
        }

        return wallets;
    }

    /// <summary>What the chain itself says, without the service.</summary>
    public async Task<ulong> OnChainAsync(string address) => Assert.Single(await OnChainAsync([address]));

    /// <summary>The same of many, in their order.</summary>
    public async Task<IReadOnlyList<ulong>> OnChainAsync(IReadOnlyList<string> addresses)
    {
        var balances = new List<ulong>();
        foreach (var some in addresses.Chunk(AccountsPerQuestion))
        {
            var accounts = await rpc!.GetMultipleAccountsAsync([.. some.Select(address => Address.Parse(address))], Commitment.Finalized);
            balances.AddRange(accounts.Value.Select(account => account?.Lamports ?? 0));
        }

        return balances;
    }
}
