using Spectre.Console;
using WalletService.Cli;
using WalletService.Cli.Receipts;
using WalletService.Contracts.Transactions;
using WalletService.Solana.Rpc;
using WalletService.TestKit.Servers;
using WalletService.TestKit.Time;

namespace WalletService.EndToEnd.Tests;

/// <summary>Receipts of the running service, checked by walletctl by themselves and against the chain.</summary>
[Collection(SharedStack.Name)]
public sealed class ReceiptTests(WalletServiceStack stack) : IDisposable
{
    private readonly TemporaryFolder folder = new("receipts");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_payments_receipt_is_right_by_itself_and_on_chain()
    {
        await using var client = await stack.ConnectAsync();
        var wallet = await TestWallet.CreateAsync(client, stack.Localnet, "receipt");
        await client.TransferSolAsync(wallet.Payment(TestWallet.NewAddress(), "0.25", requestId: "r-1") with { Memo = "invoice 7" });

        var file = folder.PathOf("receipt.json");
        Assert.Equal((0, string.Empty), await RunAsync("receipt", "get", "--request-id", "r-1", "--user", "receipt", "--out", file));
        var (exitCode, output) = await RunAsync("receipt", "verify", file, "--rpc", stack.Localnet.RpcUrl.ToString());
        Assert.True(exitCode == 0, output);
        Assert.DoesNotContain("✗", output, StringComparison.Ordinal);
        Assert.DoesNotContain("names no cluster", output, StringComparison.Ordinal);
        foreach (var check in (string[])["signatures", "memo", "source balance", "bytes on chain", "slot", "block time", "recipient on chain", "outcome"])
        {
            Assert.Contains($"✓ {check}: ", output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_only_the_chain_knows_is_found_when_it_was_changed()
    {
        await using var client = await stack.ConnectAsync();
        var wallet = await TestWallet.CreateAsync(client, stack.Localnet, "chain");
        await client.TransferSolAsync(wallet.Payment(TestWallet.NewAddress(), "0.25", requestId: "r-2"));
        var receipt = (await client.GetTransactionAsync(new GetTransaction { UserId = "chain", RequestId = "r-2" })).Receipt!;

        var balances = receipt.Balances;
        await FailsAsync(receipt with { GenesisHash = "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d" }, "cluster");
        await FailsAsync(receipt with { Slot = receipt.Slot + 1 }, "slot");
        await FailsAsync(receipt with { BlockTime = receipt.BlockTime!.Value.AddSeconds(1) }, "block time");
        await FailsAsync(receipt with { FeeLamports = "1" }, "fee on chain");
        await FailsAsync(receipt with { ChainError = "\"AccountNotFound\"" }, "outcome");
        await FailsAsync(receipt with { Balances = balances with { SourceBefore = "1" } }, "source on chain");
        await FailsAsync(receipt with { Balances = balances with { RecipientAfter = "1" } }, "recipient on chain");
        await FailsAsync(receipt with { Transaction = Convert.ToBase64String(new byte[100]) }, "bytes on chain");
        await FailsAsync(receipt with { Signature = new string('1', 64) }, "on chain");
    }

    [Fact]
    public async Task A_failed_payments_receipt_shows_that_only_the_fee_was_paid()
    {
        await using var client = await stack.ConnectAsync(attempts: 1);
        var wallet = await TestWallet.CreateAsync(client, stack.Localnet, "failed");
        var get = new GetTransaction { UserId = "failed", RequestId = "r-3" };
        await stack.Localnet.ControlAsync("hold");
        try
        {
            await client.TransferSolAsync(wallet.Payment(TestWallet.NewAddress(), "1", requestId: "r-3", waitFor: "submitted"));
            await stack.Localnet.ControlAsync("account", new { pubkey = wallet.Details.Address, lamports = 10_000_000 });
        }
        finally
        {
            await stack.Localnet.ControlAsync("release");
        }

        await Eventually.BecomesTrueAsync(async () => (await client.GetTransactionAsync(get)).Status == "failed");
        var receipt = (await client.GetTransactionAsync(get)).Receipt!;
        Assert.NotNull(receipt.ChainError);
        Assert.All(ReceiptVerifier.Verify(receipt), check => Assert.True(check.Passed, check.ToString()));
        Assert.All(await CompareAsync(receipt), check => Assert.True(check.Passed, check.ToString()));
        await FailsAsync(receipt with { ChainError = null }, "outcome");
    }

    private async Task FailsAsync(TransactionReceipt receipt, string check) =>
        Assert.Equal([check], (await CompareAsync(receipt)).Where(made => !made.Passed).Select(made => made.Name));

    private Task<IReadOnlyList<ReceiptCheck>> CompareAsync(TransactionReceipt receipt) =>
        new ChainVerifier(new SolanaRpcClient(new HttpClient(), stack.Localnet.RpcUrl)).VerifyAsync(receipt, default);

    /// <summary>Runs walletctl as a shell would; what it prints beside its results is left out.</summary>
    private async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        await using var output = new StringWriter();
        await using var messages = new StringWriter();
        using var input = new StringReader(string.Empty);
        var exitCode = await Walletctl.RunAsync(
            arguments,
            new Terminal(Plain(output), output, Plain(messages), input),
            name => name switch
            {
                "WALLETCTL_BROKER_URI" => stack.BrokerUri.ToString(),
                "WALLETCTL_USER_NAME" => RabbitMqServer.UserName,
                "WALLETCTL_PASSWORD" => stack.RabbitMq.Password,
                _ => null,
            },
            Walletctl.ConnectAsync);
        return (exitCode, output.ToString());
    }

    private static IAnsiConsole Plain(TextWriter writer)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = 300;
        return console;
    }
}
