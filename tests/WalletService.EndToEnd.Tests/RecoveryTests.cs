using WalletService.Cli;
using WalletService.Client;
using WalletService.Contracts.Management;
using WalletService.TestKit.Servers;
using WalletService.TestKit.Servers.Aws;
using WalletService.TestKit.Time;

namespace WalletService.EndToEnd.Tests;

/// <summary>The database is lost; the vault and a file of owners are left.</summary>
public sealed class RecoveryTests
{
    private const int PoolSize = 2;

    [Fact]
    public Task Every_wallet_of_a_lost_database_is_rebuilt_from_the_vault_and_signs_again() => RebuildAsync(_ => { });

    [Fact]
    public async Task The_same_holds_for_a_service_that_has_AWS_KMS_and_nothing_of_Google()
    {
        await using var aws = await FakeAwsKms.StartAsync();

        await RebuildAsync(settings =>
        {
            StackSettings.RemoveGoogle(settings);
            StackSettings.AddAws(settings, aws);
        });

        // Names were encrypted under keys that AWS has wrapped, and nobody else.
        Assert.Contains("Encrypt", aws.Operations);
    }

    private static async Task RebuildAsync(Action<Dictionary<string, string>> chooseVault)
    {
        await using var stack = await WalletServiceStack.StartAsync(settings =>
        {
            chooseVault(settings);
            settings["KeyPool__Size"] = $"{PoolSize}";
            settings["KeyPool__RefillInterval"] = "00:00:00.05";
        });
        using var folder = new TemporaryFolder("recovery");
        var owners = folder.PathOf("owners.csv");
        var wallets = new List<WalletDetails>();
        WalletDetails late;
        await using (var client = await stack.ConnectAsync())
        {
            wallets.Add((await TestWallet.CreateAsync(client, stack.Localnet, "alice")).Details);
            wallets.Add(await client.CreateWalletAsync(new CreateWallet { UserId = "alice", Label = "Zweite, \"gute\" ☂" }));
            wallets.Add((await TestWallet.CreateAsync(client, stack.Localnet, "bob")).Details);
            await client.SetActiveWalletAsync(new SetActiveWallet { UserId = "alice", WalletId = wallets[1].WalletId });
            var (exported, said) = await OperatorTerminal.RunAsync(stack, "wallets", "export", "--out", owners);
            Assert.True(exported == ExitCodes.Success, said);
            var (rewrapped, told) = await OperatorTerminal.RunAsync(stack, "keys", "rewrap", "--rotate");
            Assert.True(rewrapped == ExitCodes.Success && told.Contains("3 data keys were wrapped anew, 3 names encrypted; 0 are left.", StringComparison.Ordinal), told);
            late = (await TestWallet.CreateAsync(client, stack.Localnet, "carol")).Details;
        }

        await PoolIsFullAsync(stack);
        await stack.Service.StopAsync();
        stack.Settings["Postgres__ConnectionString"] = await stack.Postgres.CreateDatabaseAsync();
        var (migrated, output) = await ServiceProcess.RunCommandAsync("migrate", stack.Settings);
        Assert.True(migrated == 0, output);

        var (exitCode, report) = await OperatorTerminal.RunAsync(stack, "keys", "recover", "--owners", owners, "--rpc", stack.Localnet.RpcUrl.ToString());
        var (again, reportAgain) = await OperatorTerminal.RunAsync(stack, "keys", "recover", "--owners", owners, "--rpc", stack.Localnet.RpcUrl.ToString());

        var expected = $"4 wallets are there, 1 of them without a known owner; {PoolSize} unused keys are set aside.";
        Assert.True(report.Contains(expected, StringComparison.Ordinal), report);
        Assert.Contains($"NO OWNER {late.WalletId}", report, StringComparison.Ordinal);
        Assert.Equal((ExitCodes.Refused, ExitCodes.Refused), (exitCode, again));
        Assert.Equal(report, reportAgain);
        await using var service = await ServiceProcess.StartAsync(stack.Settings);
        await WalletsWorkAsync(stack, wallets, late);
    }

    private static async Task WalletsWorkAsync(WalletServiceStack stack, IReadOnlyList<WalletDetails> wallets, WalletDetails late)
    {
        await using var client = await stack.ConnectAsync();
        foreach (var wallet in wallets)
        {
            var found = await client.GetWalletAsync(new GetWallet { UserId = wallet.UserId, WalletId = wallet.WalletId });
            var isActive = wallet.WalletId == wallets[1].WalletId || wallet.UserId == "bob";
            Assert.Equal((wallet.Address, wallet.Label, isActive), (found.Address, found.Label, found.IsActive));
            Assert.True((await client.SignTransactionAsync(TestWallet.SignatureOf(wallet, TestWallet.NewAddress()))).Complete);
        }

        foreach (var paying in new[] { wallets[0], wallets[2] })
        {
            var payment = TestWallet.PaymentOf(paying, TestWallet.NewAddress(), "0.5");
            Assert.Equal("finalized", (await client.TransferSolAsync(payment)).Status);
        }

        var frozen = await Assert.ThrowsAsync<WalletRequestException>(
            () => client.SignTransactionAsync(TestWallet.SignatureOf(late with { UserId = "unknown-owner" }, TestWallet.NewAddress())));
        Assert.Equal("WALLET_FROZEN", frozen.Error.Code);
    }

    private static Task PoolIsFullAsync(WalletServiceStack stack) => Eventually.BecomesTrueAsync(async () =>
        (await stack.Service.GetAsync("/metrics")).Body.Contains($"wallet_key_pool_size {PoolSize}", StringComparison.Ordinal));
}
