using WalletService.Contracts.Management;
using WalletService.EndToEnd.Tests.Hostile;

namespace WalletService.EndToEnd.Tests.Operations;

/// <summary>Each cause is made to happen for real; a real Prometheus that scrapes the service raises the alert, and lowers it afterwards.</summary>
[Collection(WatchedStack.Name)]
public sealed class AlertFiringTests(WatchedStack watched)
{
    private readonly WalletServiceStack stack = watched.Stack;

    [Fact]
    public async Task The_vault_away()
    {
        await stack.Kms.AddFaultAsync("unavailable");
        try
        {
            Assert.Equal("page", (await watched.FiresAsync("WalletKmsDown")).Severity);
            Assert.Equal("page", (await watched.FiresAsync("WalletServiceUnavailable")).Severity);
            Assert.Equal("ticket", (await watched.FiresAsync("WalletInstanceNotReady")).Severity);
        }
        finally
        {
            await stack.Kms.ClearFaultsAsync();
        }

        await watched.ResolvesAsync("WalletKmsDown");
        await watched.ResolvesAsync("WalletServiceUnavailable");
    }

    [Fact]
    public async Task PostgreSQL_away()
    {
        await stack.Postgres.KillAsync();
        try
        {
            Assert.Equal("page", (await watched.FiresAsync("WalletPostgresDown")).Severity);
            Assert.Equal("ticket", (await watched.FiresAsync("WalletBacklogUnread")).Severity);
            Assert.Equal("ticket", (await watched.FiresAsync("WalletRoundsFailing")).Severity);
        }
        finally
        {
            await stack.Postgres.StartAgainAsync();
        }

        await watched.ResolvesAsync("WalletPostgresDown");
    }

    [Fact]
    public async Task Redis_away()
    {
        await stack.Redis.StopAsync();
        try
        {
            Assert.Equal("ticket", (await watched.FiresAsync("WalletRedisDown")).Severity);
        }
        finally
        {
            await stack.Redis.StartAgainAsync();
        }

        await watched.ResolvesAsync("WalletRedisDown");
    }

    [Fact]
    public async Task The_broker_away()
    {
        await stack.RabbitMq.KillAsync();
        try
        {
            Assert.Equal("page", (await watched.FiresAsync("WalletBrokerDown")).Severity);
        }
        finally
        {
            await stack.RabbitMq.StartAgainAsync();
        }

        await watched.ResolvesAsync("WalletBrokerDown");
    }

    [Fact]
    public async Task A_node_that_lags()
    {
        await watched.Localnet.ControlAsync("stale", new { node = 1, slots = 100, stuck = true });
        try
        {
            Assert.Equal("ticket", (await watched.FiresAsync("WalletNodeBehind", ("node", "node-1"))).Severity);
        }
        finally
        {
            await watched.Localnet.ControlAsync("reset-faults");
        }

        await watched.ResolvesAsync("WalletNodeBehind");
    }

    [Fact]
    public async Task One_of_two_nodes_out_of_order()
    {
        await watched.Localnet.ControlAsync("http-status", new { node = 1, status = 500, count = 1_000_000 });
        try
        {
            Assert.Equal("page", (await watched.FiresAsync("WalletFewNodesLeft")).Severity);
        }
        finally
        {
            await watched.Localnet.ControlAsync("reset-faults");
        }

        await watched.ResolvesAsync("WalletFewNodesLeft");
    }

    [Fact]
    public async Task All_nodes_away()
    {
        watched.Localnet.Freeze();
        try
        {
            Assert.Equal("page", (await watched.FiresAsync("WalletNodesDown")).Severity);
            Assert.Equal("ticket", (await watched.FiresAsync("WalletNodeQuarantined", ("node", "node-0"))).Severity);
            Assert.Equal("page", (await watched.FiresAsync("WalletDepositsStalled")).Severity);
        }
        finally
        {
            watched.Localnet.Thaw();
        }

        await watched.ResolvesAsync("WalletNodesDown");
    }

    [Fact]
    public async Task Everything_frozen()
    {
        await using var client = await stack.ConnectAsync();
        await client.FreezeScopeAsync(new FreezeSubject { Scope = "everything", Reason = "a drill" });
        try
        {
            Assert.Equal("page", (await watched.FiresAsync("WalletEverythingFrozen")).Severity);
        }
        finally
        {
            await client.UnfreezeScopeAsync(new UnfreezeSubject { Scope = "everything", Reason = "the drill is over" });
        }

        await watched.ResolvesAsync("WalletEverythingFrozen");
    }

    [Fact]
    public async Task A_caller_that_tries_what_it_may_not_do()
    {
        await using var caller = await HostileCaller.ConnectAsync(stack);
        var isOver = false;
        var attempts = Task.Run(async () =>
        {
            while (!Volatile.Read(ref isOver))
            {
                Assert.Equal("UNAUTHORIZED_CALLER", HostileCaller.CodeOf(
                    await caller.AskAsync("wallet.management.list", new { userId = "somebody-else" })));
            }
        });
        try
        {
            Assert.Equal("page", (await watched.FiresAsync("WalletCallersRefused")).Severity);
        }
        finally
        {
            Volatile.Write(ref isOver, true);
            await attempts;
        }

        await watched.ResolvesAsync("WalletCallersRefused");
    }

    [Fact]
    public async Task The_service_itself_gone()
    {
        await stack.Service.KillAsync();
        try
        {
            Assert.Equal("ticket", (await watched.FiresAsync("WalletInstanceDown")).Severity);
            Assert.Equal("page", (await watched.FiresAsync("WalletMetricsMissing")).Severity);
        }
        finally
        {
            await stack.Service.StartAgainAsync();
        }

        await watched.ResolvesAsync("WalletMetricsMissing");
        await watched.ResolvesAsync("WalletInstanceDown");
    }

    [Fact]
    public async Task A_transfer_that_stays_submitted()
    {
        await using var client = await stack.ConnectAsync();
        var wallet = await TestWallet.CreateAsync(client, watched.Localnet, "stays-submitted");
        await watched.Localnet.ControlAsync("freeze");
        var transfer = client.TransferSolAsync(wallet.Payment(TestWallet.NewAddress(), "0.5"));
        try
        {
            Assert.Equal("page", (await watched.FiresAsync("WalletTransfersStuck", ("state", "submitted"))).Severity);
        }
        finally
        {
            await watched.Localnet.ControlAsync("freeze", new { on = false });
        }

        await watched.ResolvesAsync("WalletTransfersStuck");
        Assert.Contains((await transfer).Status, (string[])["finalized", "submitted", "confirmed"]);
    }

    /// <summary>While the broker is away, what the chain tells of payments is committed and can't be published.</summary>
    [Fact]
    public async Task Events_that_wait()
    {
        await using var client = await stack.ConnectAsync(attempts: 6);
        var wallet = await TestWallet.CreateAsync(client, watched.Localnet, "events-wait");
        await watched.Localnet.ControlAsync("freeze");
        await client.TransferSolAsync(wallet.Payment(TestWallet.NewAddress(), "0.5", waitFor: "submitted"));
        try
        {
            await stack.RabbitMq.KillAsync();
            await watched.Localnet.ControlAsync("freeze", new { on = false });
            Assert.Equal("page", (await watched.FiresAsync("WalletEventsLate")).Severity);
        }
        finally
        {
            await watched.Localnet.ControlAsync("freeze", new { on = false });
            await stack.RabbitMq.StartAgainAsync();
        }

        await watched.ResolvesAsync("WalletEventsLate");
    }
}
