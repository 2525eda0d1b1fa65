using WalletService.TestKit.Time;

namespace WalletService.EndToEnd.Tests;

/// <summary>The service process is killed or stopped with transfers in hand; every one of them has one effect.</summary>
public sealed class CrashTests(WalletServiceStack stack) : IClassFixture<WalletServiceStack>
{
    private const int Payments = 24;

    [Fact]
    public async Task Killed_again_and_again_it_pays_every_payment_once()
    {
        await using var client = await stack.ConnectAsync(attempts: 8);
        var wallet = await TestWallet.CreateAsync(client, stack.Localnet, "killed");
        var recipients = Enumerable.Range(0, Payments).Select(_ => TestWallet.NewAddress()).ToArray();
        var payments = recipients.Select((recipient, number) =>
            client.TransferSolAsync(wallet.Payment(recipient, "0.01", requestId: $"killed-{number}"))).ToArray();

        for (var kill = 1; kill <= 3; kill++)
        {
            var enough = kill * 3;
            await Eventually.BecomesTrueAsync(async () => await PaidAsync(wallet, recipients) >= enough);
            await stack.Service.KillAsync();
            await stack.Service.StartAgainAsync();
        }

        var transfers = await Task.WhenAll(payments);
        Assert.All(transfers, transfer => Assert.Equal("finalized", transfer.Status));
        Assert.Equal(Payments, transfers.Select(transfer => transfer.Signature).Distinct().Count());
        foreach (var recipient in recipients)
        {
            Assert.Equal(10_000_000UL, await wallet.OnChainAsync(recipient));
        }

        var fees = transfers.Sum(transfer => long.Parse(transfer.FeeLamports!));
        Assert.Equal(TestWallet.Funds - (Payments * 10_000_000UL) - (ulong)fees, await wallet.OnChainAsync(wallet.Details.Address));
        Assert.Equal("0", (await wallet.BalanceAsync()).ReservedLamports);
    }

    [Fact]
    public async Task Told_to_stop_it_answers_those_who_wait_and_the_next_process_goes_on()
    {
        await using var client = await stack.ConnectAsync(attempts: 8);
        var wallet = await TestWallet.CreateAsync(client, stack.Localnet, "stopped");
        var recipient = TestWallet.NewAddress();
        await stack.Localnet.ControlAsync("freeze", new { on = true });
        var payment = wallet.Payment(recipient, "0.5", requestId: "stopped-1", waitFor: "finalized");

        var waiting = client.TransferSolAsync(payment);
        await Eventually.BecomesTrueAsync(async () => (await wallet.BalanceAsync()).ReservedLamports != "0");
        await stack.Service.StopAsync();
        var answer = await waiting;
        Assert.Equal(0, stack.Service.ExitCode);
        Assert.Contains(answer.Status, (string[])["ready", "signed", "submitted"]);

        await stack.Localnet.ControlAsync("freeze", new { on = false });
        await stack.Service.StartAgainAsync();
        Assert.Equal("finalized", (await client.TransferSolAsync(payment)).Status);
        Assert.Equal(500_000_000UL, await wallet.OnChainAsync(recipient));
    }

    [Theory]
    [InlineData("lose-replies")]
    [InlineData("drop")]
    public async Task A_node_that_loses_sends_or_its_replies_costs_time_but_no_money(string fault)
    {
        await using var client = await stack.ConnectAsync();
        var wallet = await TestWallet.CreateAsync(client, stack.Localnet, fault);
        var recipient = TestWallet.NewAddress();
        await stack.Localnet.ControlAsync(fault, new { count = 2 });

        var transfer = await client.TransferSolAsync(wallet.Payment(recipient, "0.5"));

        Assert.Equal("finalized", transfer.Status);
        Assert.Equal(500_000_000UL, await wallet.OnChainAsync(recipient));
    }

    [Fact]
    public async Task A_transaction_that_never_landed_expires_by_proof_and_moves_nothing()
    {
        await using var client = await stack.ConnectAsync(attempts: 1);
        var wallet = await TestWallet.CreateAsync(client, stack.Localnet, "expired");
        var recipient = TestWallet.NewAddress();
        await stack.Localnet.ControlAsync("drop", new { count = 10_000 });
        try
        {
            var refusal = await Assert.ThrowsAsync<Client.WalletRequestException>(
                () => client.TransferSolAsync(wallet.Payment(recipient, "0.5") with { ValidForMs = 1_000 }));
            Assert.Equal("TRANSACTION_EXPIRED", refusal.Error.Code);
        }
        finally
        {
            await stack.Localnet.ControlAsync("reset-faults");
        }

        Assert.Equal(0UL, await wallet.OnChainAsync(recipient));
        Assert.Equal("0", (await wallet.BalanceAsync()).ReservedLamports);
        Assert.Equal(TestWallet.Funds, await wallet.OnChainAsync(wallet.Details.Address));
    }

    private static async Task<int> PaidAsync(TestWallet wallet, IEnumerable<string> recipients) =>
        (await Task.WhenAll(recipients.Select(wallet.OnChainAsync))).Count(balance => balance > 0);
}
