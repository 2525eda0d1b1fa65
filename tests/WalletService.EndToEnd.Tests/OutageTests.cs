using System.Net;
using WalletService.Client;
using WalletService.Contracts.Balances;
using WalletService.Contracts.Management;
using WalletService.TestKit.Time;

namespace WalletService.EndToEnd.Tests;

public sealed class OutageTests(WalletServiceStack stack) : IClassFixture<WalletServiceStack>
{
    [Fact]
    public async Task With_Redis_stopped_all_eight_routes_answer_rightly()
    {
        await using var client = await stack.ConnectAsync();
        await stack.Redis.StopAsync();
        try
        {
            await Eventually.BecomesTrueAsync(async () =>
                (await stack.Service.GetAsync("/health")).Body.Contains("\"degraded\"", StringComparison.Ordinal));
            Assert.Equal(HttpStatusCode.OK, (await stack.Service.GetAsync("/ready")).Status);

            var wallet = await TestWallet.CreateAsync(client, stack.Localnet, "no-redis");
            var (userId, walletId) = (wallet.Details.UserId, wallet.Details.WalletId);
            var second = await client.CreateWalletAsync(new CreateWallet { UserId = userId, Label = "second" });

            Assert.Equal(2, (await client.ListWalletsAsync(new ListWallets { UserId = userId })).Wallets.Count);
            Assert.True((await client.GetWalletAsync(new GetWallet { UserId = userId, WalletId = walletId })).IsActive);
            Assert.True((await client.SetActiveWalletAsync(
                new SetActiveWallet { UserId = userId, WalletId = second.WalletId })).IsActive);
            Assert.Equal("5", (await wallet.BalanceAsync()).Sol);
            Assert.Empty((await client.GetTokensAsync(new GetTokens { UserId = userId, WalletId = walletId })).Tokens);
            Assert.Equal("finalized", (await client.TransferSolAsync(wallet.Payment(TestWallet.NewAddress(), "0.5"))).Status);
            Assert.True((await client.SignTransactionAsync(wallet.Signature(TestWallet.NewAddress()))).Complete);
        }
        finally
        {
            await stack.Redis.StartAgainAsync();
        }

        await Eventually.BecomesTrueAsync(async () =>
            (await stack.Service.GetAsync("/health")).Body.Contains("\"healthy\",\"version\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_PostgreSQL_gone_value_does_not_move_and_afterwards_it_does_once()
    {
        await using var client = await stack.ConnectAsync(attempts: 1);
        var wallet = await TestWallet.CreateAsync(client, stack.Localnet, "no-postgres");
        var payment = wallet.Payment(TestWallet.NewAddress(), "0.5", requestId: "during-the-outage");

        await stack.Postgres.KillAsync();
        var refusal = await Assert.ThrowsAsync<WalletRequestException>(() => client.TransferSolAsync(payment));
        await stack.Postgres.StartAgainAsync();

        Assert.Equal("DEPENDENCY_UNAVAILABLE", refusal.Error.Code);
        Assert.True(refusal.Error.Retryable);
        await using var patient = await stack.ConnectAsync(attempts: 8);
        Assert.Equal("finalized", (await patient.TransferSolAsync(payment)).Status);
        Assert.Equal(500_000_000UL, await wallet.OnChainAsync(payment.Recipient));
    }

    [Fact]
    public async Task After_the_broker_was_killed_every_request_has_its_effect_once()
    {
        await using var client = await stack.ConnectAsync(attempts: 6);
        var wallet = await TestWallet.CreateAsync(client, stack.Localnet, "no-broker");
        var recipient = TestWallet.NewAddress();

        var payments = Enumerable.Range(0, 20)
            .Select(number => client.TransferSolAsync(wallet.Payment(recipient, "0.01", requestId: $"payment-{number}")))
            .ToArray();
        await Eventually.BecomesTrueAsync(async () => await wallet.OnChainAsync(recipient) > 0);
        await stack.RabbitMq.KillAsync();
        await stack.RabbitMq.StartAgainAsync();
        var transfers = await Task.WhenAll(payments);

        Assert.All(transfers, transfer => Assert.Equal("finalized", transfer.Status));
        Assert.Equal(20, transfers.Select(transfer => transfer.TransactionId).Distinct().Count());
        Assert.Equal(20 * 10_000_000UL, await wallet.OnChainAsync(recipient));
    }
}
