using WalletService.Cli;
using WalletService.Client;
using WalletService.Contracts.Management;
using WalletService.Contracts.Transactions;
using WalletService.Solana;
using WalletService.Solana.Programs;
using WalletService.Solana.Rpc;
using WalletService.TestKit.Servers;
using WalletService.TestKit.Time;

namespace WalletService.EndToEnd.Tests;

/// <summary>A wallet gets a new key: by the whole service, looked at on chain without it.</summary>
public sealed class KeyRotationTests
{
    private const ulong Held = 7_000_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task A_rotation_moves_all_that_the_old_address_holds_and_what_comes_later()
    {
        await using var stack = await WalletServiceStack.StartAsync(Hurry);
        await using var issuer = TokenIssuer.Start(stack.Localnet);
        await using var client = await stack.ConnectAsync();
        var wallet = await TestWallet.CreateAsync(client, stack.Localnet, "rotating");
        var before = wallet.Details;
        var mint = await issuer.CreateMintAsync();
        var oldAccount = await issuer.MintToAsync(mint, before.Address, Held);
        await Eventually.BecomesTrueAsync(async () => await TokensAsync(stack, oldAccount) == Held, Patience);

        var rotated = await client.RotateKeyAsync(Rotation(before));
        var again = await client.RotateKeyAsync(Rotation(before));

        Assert.NotEqual(before.Address, rotated.Address);
        Assert.Equal(rotated.Address, again.Address);
        Assert.Equal(
            [(before.Address, "retired"), (rotated.Address, "current")],
            (await GetAsync(client, before)).Addresses!.Select(known => (known.Address, known.State)));

        await EmptiedAsync(wallet, before.Address);
        Assert.Equal(0ul, await TokensAsync(stack, oldAccount));
        var newAccount = await issuer.MintToAsync(mint, rotated.Address, 1);
        await Eventually.BecomesTrueAsync(async () => await TokensAsync(stack, newAccount) == Held + 1, Patience);
        Assert.True(await wallet.OnChainAsync(rotated.Address) > TestWallet.Funds - 5_000_000);

        // A late deposit of a token: the old address has no lamports for the fee any more, and is lent some.
        await issuer.MintToAsync(mint, before.Address, 5);
        await Eventually.BecomesTrueAsync(async () => await TokensAsync(stack, newAccount) == Held + 6, Patience);
        await EmptiedAsync(wallet, before.Address);

        await PayFromOutsideAsync(client, stack, before.Address);
        await EmptiedAsync(wallet, before.Address);

        var paid = await client.TransferSolAsync(wallet.Payment(TestWallet.NewAddress(), "0.5"));
        Assert.Equal("finalized", paid.Status);
        Assert.True((await client.SignTransactionAsync(wallet.Signature(TestWallet.NewAddress(), source: rotated.Address))).Complete);
        var old = await Assert.ThrowsAsync<WalletRequestException>(
            () => client.SignTransactionAsync(wallet.Signature(TestWallet.NewAddress(), source: before.Address)));
        Assert.Equal("VALIDATION_FAILED", old.Error.Code);
        await SweepsAreShownAsync(client, before, rotated.Address);
    }

    [Fact]
    public async Task After_a_loss_of_the_database_a_rotated_wallet_is_whole_and_its_retired_key_can_be_destroyed()
    {
        await using var stack = await WalletServiceStack.StartAsync(Hurry);
        using var folder = new TemporaryFolder("rotated");
        var owners = folder.PathOf("owners.csv");
        TestWallet wallet;
        WalletDetails rotated;
        await using (var client = await stack.ConnectAsync())
        {
            wallet = await TestWallet.CreateAsync(client, stack.Localnet, "lost");
            Succeeded(await OperatorTerminal.RunAsync(stack, "wallets", "export", "--out", owners));
            rotated = await client.RotateKeyAsync(Rotation(wallet.Details));
            await EmptiedAsync(wallet, wallet.Details.Address);
            await PayFromOutsideAsync(client, stack, wallet.Details.Address, waitFor: "confirmed");
        }

        await stack.Service.StopAsync();
        stack.Settings["Postgres__ConnectionString"] = await stack.Postgres.CreateDatabaseAsync();
        var (migrated, output) = await ServiceProcess.RunCommandAsync("migrate", stack.Settings);
        Assert.True(migrated == 0, output);
        var (_, report) = await OperatorTerminal.RunAsync(
            stack, "keys", "recover", "--owners", owners, "--rpc", stack.Localnet.RpcUrl.ToString());
        Assert.DoesNotContain("MISSING", report, StringComparison.Ordinal);

        await using var service = await ServiceProcess.StartAsync(stack.Settings);
        await using var again = await stack.ConnectAsync();
        await Eventually.BecomesTrueAsync(async () => await wallet.OnChainAsync(rotated.Address) > TestWallet.Funds, Patience);
        await EmptiedAsync(wallet, wallet.Details.Address);
        Assert.True((await again.SignTransactionAsync(wallet.Signature(TestWallet.NewAddress(), source: rotated.Address))).Complete);
        await DestroyAsync(stack, wallet.Details, rotated);
        Assert.Equal(
            [(wallet.Details.Address, "destroying"), (rotated.Address, "current")],
            (await GetAsync(again, wallet.Details)).Addresses!.Select(known => (known.Address, known.State)));
    }

    /// <summary>Refused for what is in use or too young; done for what is neither, once.</summary>
    private static async Task DestroyAsync(WalletServiceStack stack, WalletDetails before, WalletDetails rotated)
    {
        string[] Arguments(string address) =>
            ["keys", "destroy", "--wallet", before.WalletId, "--address", address, "--rpc", stack.Localnet.RpcUrl.ToString()];

        var (early, reason) = await OperatorTerminal.RunAsync(stack, Arguments(before.Address));
        Assert.Equal(ExitCodes.Refused, early);
        Assert.Contains("may be destroyed from", reason, StringComparison.Ordinal);
        stack.Settings["KeyRotation__DestroyAfter"] = "00:00:00";
        var (current, inUse) = await OperatorTerminal.RunAsync(stack, Arguments(rotated.Address));
        Assert.Equal(ExitCodes.Refused, current);
        Assert.Contains("current address", inUse, StringComparison.Ordinal);

        // A sweep that ends at this moment is still an open transfer.
        await Eventually.BecomesTrueAsync(
            async () => (await OperatorTerminal.RunAsync(stack, Arguments(before.Address))).ExitCode == ExitCodes.Success, Patience);
        var (repeated, said) = await OperatorTerminal.RunAsync(stack, Arguments(before.Address));
        Assert.Equal(ExitCodes.Success, repeated);
        Assert.Contains("cryptoKeyVersions/1 is disabled and gone for good on", said, StringComparison.Ordinal);
    }

    private static void Succeeded((int ExitCode, string Output) run) => Assert.True(run.ExitCode == ExitCodes.Success, run.Output);

    /// <summary>Nothing else looks for work while these tests wait.</summary>
    private static void Hurry(Dictionary<string, string> settings)
    {
        settings["KeyRotation__PollInterval"] = "00:00:00.2";
        settings["KeyRotation__SweepInterval"] = "00:00:05";
        settings["KeyRotation__Patience"] = "00:00:05";
    }

    private static RotateKey Rotation(WalletDetails wallet) => new()
    {
        UserId = wallet.UserId,
        WalletId = wallet.WalletId,
        RequestId = "rotate-1",
        Reason = "yearly",
    };

    private static Task<WalletDetails> GetAsync(WalletClient client, WalletDetails wallet) =>
        client.GetWalletAsync(new GetWallet { UserId = wallet.UserId, WalletId = wallet.WalletId });

    private static Task EmptiedAsync(TestWallet wallet, string address) =>
        Eventually.BecomesTrueAsync(async () => await wallet.OnChainAsync(address) == 0, Patience);

    /// <summary>Somebody who still has the old address pays to it.</summary>
    private static async Task PayFromOutsideAsync(
        WalletClient client, WalletServiceStack stack, string address, string waitFor = "finalized")
    {
        var payer = await TestWallet.CreateAsync(client, stack.Localnet, "somebody");
        await client.TransferSolAsync(payer.Payment(address, "0.25", waitFor: waitFor));
    }

    private static async Task SweepsAreShownAsync(WalletClient client, WalletDetails wallet, string address)
    {
        var listed = await client.ListTransactionsAsync(new ListTransactions { UserId = wallet.UserId, WalletId = wallet.WalletId, Limit = 100 });
        var sweeps = listed.Transactions.Where(transaction => transaction.Kind == "sweep").ToArray();
        Assert.True(sweeps.Length >= 4, $"{sweeps.Length} sweeps");
        Assert.All(sweeps, sweep => Assert.Contains(sweep.Recipient, new[] { address, wallet.Address }));
    }

    private static async Task<ulong> TokensAsync(WalletServiceStack stack, string account)
    {
        using var http = new HttpClient();
        var rpc = new SolanaRpcClient(http, stack.Localnet.RpcUrl);
        var found = (await rpc.GetAccountInfoAsync(Address.Parse(account), Commitment.Finalized)).Value;
        return found is not null && TokenAccount.TryParse(found.Data.Span, out var parsed) ? parsed.Amount : 0;
    }
}
