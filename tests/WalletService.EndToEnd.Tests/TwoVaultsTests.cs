using WalletService.Cli;
using WalletService.Contracts.Management;
using WalletService.Solana;
using WalletService.Solana.Rpc;
using WalletService.TestKit.Servers;
using WalletService.TestKit.Servers.Aws;
using WalletService.TestKit.Time;

namespace WalletService.EndToEnd.Tests;

/// <summary>A service that began with Cloud KMS and makes its keys in AWS KMS now, both serving at once; and what operators do with either.</summary>
public sealed class TwoVaultsTests
{
    private const ulong Late = 30_000_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Wallets_are_rebuilt_from_both_vaults_and_each_retired_key_is_destroyed_in_its_own()
    {
        await using var aws = await FakeAwsKms.StartAsync();
        await using var stack = await WalletServiceStack.StartAsync(Hurry);
        await using var liar = await LyingNode.StartAsync(stack.Localnet.RpcUrl);
        using var folder = new TemporaryFolder("vaults");
        var moving = await BeginWithGoogleAsync(stack);
        StackSettings.AddAws(stack.Settings, aws);
        stack.Settings["Keys__AlsoServing__0"] = "GoogleKms";
        var (moved, made) = await MoveToAwsAsync(stack, moving, folder.PathOf("owners.csv"));

        await LoseDatabaseAsync(stack);
        var (recovered, report) = await OperatorTerminal.RunAsync(stack, "keys", "recover", "--owners", folder.PathOf("owners.csv"));
        Assert.Contains("2 wallets are there, 0 of them without a known owner", report, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Success, recovered);

        await PayAsync(stack, moving.Details.Address);
        await RefusedAsync(stack, moving.Details, liar);
        await using var service = await ServiceProcess.StartAsync(stack.Settings);
        await using var client = await stack.ConnectAsync();
        foreach (var wallet in new[] { moved, made.Details })
        {
            Assert.True((await client.SignTransactionAsync(TestWallet.SignatureOf(wallet, TestWallet.NewAddress()))).Complete);
        }

        await DestroyedAsync(stack, moving, "cryptoKeyVersions/1 is disabled", liar);
        var rotated = await client.RotateKeyAsync(Rotation(made.Details));
        Assert.NotEqual(made.Details.Address, rotated.Address);
        await DestroyedAsync(stack, made, $"alias/wallet-test-{made.Details.WalletId} is disabled", liar);
        Assert.Equal("PendingDeletion", Assert.Single(aws.Keys, key => key.State != "Enabled").State);
    }

    [Fact]
    public async Task One_service_pays_from_the_wallets_of_both_vaults_each_signed_by_its_own()
    {
        await using var aws = await FakeAwsKms.StartAsync();
        await using var stack = await WalletServiceStack.StartAsync();
        var ofGoogle = await BeginWithGoogleAsync(stack);
        StackSettings.AddAws(stack.Settings, aws);
        stack.Settings["Keys__AlsoServing__0"] = "GoogleKms";
        stack.Settings["Encryption__Provider"] = "GoogleKms";
        await using var service = await ServiceProcess.StartAsync(stack.Settings);
        await using var client = await stack.ConnectAsync();
        var ofAws = await TestWallet.CreateAsync(client, stack.Localnet, "made-by-aws");
        var (google, amazon) = (await SignaturesOfGoogleAsync(stack), SignaturesOf(aws));

        var recipient = TestWallet.NewAddress();
        Assert.Equal("finalized", (await client.TransferSolAsync(ofGoogle.Payment(recipient, "0.25"))).Status);
        Assert.Equal((google + 1, amazon), (await SignaturesOfGoogleAsync(stack), SignaturesOf(aws)));

        Assert.Equal("finalized", (await client.TransferSolAsync(ofAws.Payment(recipient, "0.5"))).Status);
        Assert.Equal((google + 1, amazon + 1), (await SignaturesOfGoogleAsync(stack), SignaturesOf(aws)));
        Assert.Equal(750_000_000UL, await ofAws.OnChainAsync(recipient));
    }

    private static Task<long> SignaturesOfGoogleAsync(WalletServiceStack stack) => stack.Kms.CountCallsAsync("cryptoKeyVersions.asymmetricSign");

    private static int SignaturesOf(FakeAwsKms aws) => aws.Operations.Count(operation => operation == "Sign");

    private static async Task<TestWallet> BeginWithGoogleAsync(WalletServiceStack stack)
    {
        await using var client = await stack.ConnectAsync();
        var wallet = await TestWallet.CreateAsync(client, stack.Localnet, "moving");
        await stack.Service.StopAsync();
        return wallet;
    }

    /// <summary>One wallet is moved by a rotation, another one made; the data keys are wrapped by AWS instead.</summary>
    private static async Task<(WalletDetails Moved, TestWallet Made)> MoveToAwsAsync(WalletServiceStack stack, TestWallet moving, string owners)
    {
        await using var service = await ServiceProcess.StartAsync(stack.Settings);
        await using var client = await stack.ConnectAsync();
        var moved = await client.RotateKeyAsync(Rotation(moving.Details));
        var made = await TestWallet.CreateAsync(client, stack.Localnet, "made");
        await EmptiedAsync(moving);
        var (rewrapped, told) = await OperatorTerminal.RunAsync(stack, "keys", "rewrap");
        Assert.True(rewrapped == ExitCodes.Success && told.Contains("2 data keys were wrapped anew", StringComparison.Ordinal), told);
        var (exported, said) = await OperatorTerminal.RunAsync(stack, "wallets", "export", "--out", owners);
        Assert.True(exported == ExitCodes.Success, said);
        await service.StopAsync();
        return (moved, made);
    }

    private static async Task LoseDatabaseAsync(WalletServiceStack stack)
    {
        stack.Settings["Postgres__ConnectionString"] = await stack.Postgres.CreateDatabaseAsync();
        var (migrated, output) = await ServiceProcess.RunCommandAsync("migrate", stack.Settings);
        Assert.True(migrated == 0, output);
    }

    /// <summary>Something came in, and of two nodes one hides it.</summary>
    private static async Task RefusedAsync(WalletServiceStack stack, WalletDetails wallet, LyingNode liar)
    {
        var (refused, reason) = await OperatorTerminal.RunAsync(stack, Destruction(wallet, liar));

        Assert.Equal(ExitCodes.Refused, refused);
        Assert.Contains("The nodes do not agree", reason, StringComparison.Ordinal);
        Assert.Contains($"It holds {Late} lamports.", reason, StringComparison.Ordinal);
    }

    private static async Task DestroyedAsync(WalletServiceStack stack, TestWallet wallet, string expected, LyingNode liar)
    {
        await EmptiedAsync(wallet);

        // A sweep that ends at this moment is still an open transfer.
        var output = string.Empty;
        await Eventually.BecomesTrueAsync(
            async () =>
            {
                (var exitCode, output) = await OperatorTerminal.RunAsync(stack, Destruction(wallet.Details, liar));
                return exitCode == ExitCodes.Success;
            },
            Patience);
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    private static string[] Destruction(WalletDetails wallet, LyingNode liar) =>
        ["keys", "destroy", "--wallet", wallet.WalletId, "--address", wallet.Address, "--rpc", liar.Url];

    private static async Task PayAsync(WalletServiceStack stack, string address)
    {
        using var http = new HttpClient();
        var rpc = new SolanaRpcClient(http, stack.Localnet.RpcUrl);
        await rpc.RequestAirdropAsync(Address.Parse(address), Late);
        await Eventually.BecomesTrueAsync(async () => (await rpc.GetBalanceAsync(Address.Parse(address), Commitment.Finalized)).Value == Late, Patience);
    }

    private static Task EmptiedAsync(TestWallet wallet) =>
        Eventually.BecomesTrueAsync(async () => await wallet.OnChainAsync(wallet.Details.Address) == 0, Patience);

    private static RotateKey Rotation(WalletDetails wallet) =>
        new() { UserId = wallet.UserId, WalletId = wallet.WalletId, RequestId = $"rotate-{wallet.WalletId}", Reason = "moved" };

    /// <summary>Nothing else looks for work while this test waits.</summary>
    private static void Hurry(Dictionary<string, string> settings)
    {
        settings["KeyRotation__PollInterval"] = "00:00:00.2";
        settings["KeyRotation__SweepInterval"] = "00:00:05";
        settings["KeyRotation__DestroyAfter"] = "00:00:00";
    }
}
