using Npgsql;
using WalletService.Contracts.Management;
using WalletService.Contracts.Transactions;
using WalletService.Solana;
using WalletService.Solana.Messages;
using WalletService.Solana.Programs;
using WalletService.Solana.Transactions;
using WalletService.TestKit.Operations;
using WalletService.TestKit.Servers;
using WalletService.TestKit.Time;

namespace WalletService.EndToEnd.Tests.Operations;

/// <summary>Causes that last until somebody takes them away, each kept until the alert is seen. Their rules wait for nothing.</summary>
public sealed class LastingAlertTests(LastingAlertTests.Watched watched) : IClassFixture<LastingAlertTests.Watched>
{
    private const int PoolSize = 3;

    /// <summary>More slots than a blockhash lives and finality takes.</summary>
    private const int PastExpiry = 230;

    private readonly WalletServiceStack stack = watched.Stack;

    [Fact]
    public async Task The_vault_makes_no_keys_and_the_pool_runs_empty()
    {
        await using var client = await stack.ConnectAsync();
        await watched.HoldsAsync($"wallet_key_pool_size == {PoolSize}");
        await stack.Kms.AddFaultAsync("unavailable", "cryptoKeys.create");
        try
        {
            for (var number = 0; number < PoolSize; number++)
            {
                await client.CreateWalletAsync(new CreateWallet { UserId = "empties-the-pool", Label = $"wallet {number}" });
            }

            Assert.Equal("ticket", await watched.FiresAsync("WalletKeyPoolLow"));
        }
        finally
        {
            await stack.Kms.ClearFaultsAsync();
        }

        await watched.ResolvesAsync("WalletKeyPoolLow");
    }

    [Fact]
    public async Task The_checkpoint_key_can_not_sign()
    {
        await watched.HoldsAsync("wallet_audit_checkpoint_age_seconds < 10");
        await stack.Kms.AddFaultAsync("unavailable", "cryptoKeyVersions.asymmetricSign");
        try
        {
            Assert.Equal("page", await watched.FiresAsync("WalletAuditCheckpointOld"));
        }
        finally
        {
            await stack.Kms.ClearFaultsAsync();
        }

        await watched.ResolvesAsync("WalletAuditCheckpointOld");
    }

    [Fact]
    public async Task The_service_was_restarted()
    {
        await watched.HoldsAsync("wallet_process_start_time_seconds");
        await stack.Service.KillAsync();
        await stack.Service.StartAgainAsync();

        Assert.Equal("page", await watched.FiresAsync("WalletInstanceRestarts"));
    }

    [Fact]
    public async Task A_session_keeps_the_right_to_publish()
    {
        await using var owner = NpgsqlDataSource.Create(stack.OwnersConnection);
        await using var session = await owner.OpenConnectionAsync();
        await using var take = new NpgsqlCommand("SELECT pg_advisory_lock(734002, 0)", session) { CommandTimeout = 0 };
        var taken = take.ExecuteNonQueryAsync();

        // Whoever waits for a lock comes before those who only try.
        await Eventually.BecomesTrueAsync(
            async () =>
            {
                await using var end = owner.CreateCommand(
                    "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND classid = 734002 AND granted AND pid <> $1");
                end.Parameters.AddWithValue(session.ProcessID);
                await end.ExecuteNonQueryAsync();
                return taken.IsCompleted;
            },
            TimeSpan.FromMinutes(1));
        await taken;
        Assert.Equal("page", await watched.FiresAsync("WalletNobodyPublishes"));

        await using var give = new NpgsqlCommand("SELECT pg_advisory_unlock(734002, 0)", session);
        await give.ExecuteNonQueryAsync();
        await watched.ResolvesAsync("WalletNobodyPublishes");
    }

    [Fact]
    public async Task Somebody_changes_a_balance_in_the_books()
    {
        await using var client = await stack.ConnectAsync();
        var wallet = await TestWallet.CreateAsync(client, stack.Localnet, "wrong-books");
        await Eventually.BecomesTrueAsync(() => AddToBooksAsync(wallet, 1), TimeSpan.FromMinutes(2));

        Assert.Equal("page", await watched.FiresAsync("WalletBooksDiffer"));

        Assert.True(await AddToBooksAsync(wallet, -1));
        await watched.ResolvesAsync("WalletBooksDiffer");
    }

    [Fact]
    public async Task A_caller_pays_one_stranger_after_the_other()
    {
        await using var client = await stack.ConnectAsync(attempts: 1);
        var wallet = await TestWallet.CreateAsync(client, stack.Localnet, "pays-strangers");
        await using (RepeatedRequest.Of(() => client.TransferSolAsync(wallet.Payment(TestWallet.NewAddress(), "0.001", waitFor: "submitted"))))
        {
            Assert.Equal("ticket", await watched.FiresAsync("WalletRequestsUnusual"));
        }

        await watched.ResolvesAsync("WalletRequestsUnusual");
    }

    [Fact]
    public async Task The_risk_service_does_not_answer()
    {
        await using var client = await stack.ConnectAsync(attempts: 1);
        var wallet = await TestWallet.CreateAsync(client, stack.Localnet, "unjudged");
        await using (RepeatedRequest.Of(() => client.TransferSolAsync(wallet.Payment(TestWallet.NewAddress(), "0.001", waitFor: "submitted"))))
        {
            Assert.Equal("page", await watched.FiresAsync("WalletRiskServiceSilent"));
        }

        await watched.ResolvesAsync("WalletRiskServiceSilent");
    }

    [Fact]
    public async Task The_node_takes_payments_and_does_not_say_so()
    {
        await using var client = await stack.ConnectAsync(attempts: 1);
        var wallet = await TestWallet.CreateAsync(client, stack.Localnet, "unanswered");
        await stack.Localnet.ControlAsync("lose-replies", new { count = 1_000_000 });
        try
        {
            await using var asked = RepeatedRequest.Of(() => client.TransferSolAsync(wallet.Payment(TestWallet.NewAddress(), "0.001") with { WaitMs = 1_000 }));
            Assert.Equal("ticket", await watched.FiresAsync("WalletSendsUnanswered"));
        }
        finally
        {
            await stack.Localnet.ControlAsync("reset-faults");
        }

        await watched.ResolvesAsync("WalletSendsUnanswered");
    }

    [Fact]
    public async Task The_network_drops_payments_until_their_time_is_over()
    {
        await using var client = await stack.ConnectAsync(attempts: 1);
        var wallet = await TestWallet.CreateAsync(client, stack.Localnet, "expires");
        await stack.Localnet.ControlAsync("drop", new { count = 1_000_000 });
        try
        {
            await using var asked = RepeatedRequest.Of(async () =>
            {
                await client.TransferSolAsync(wallet.Payment(TestWallet.NewAddress(), "0.001") with { ValidForMs = 1_000, WaitMs = 2_000 });
                await stack.Localnet.ControlAsync("advance", new { slots = PastExpiry });
            });
            Assert.Equal("page", await watched.FiresAsync("WalletTransfersExpiring"));
        }
        finally
        {
            await stack.Localnet.ControlAsync("reset-faults");
        }

        await watched.ResolvesAsync("WalletTransfersExpiring");
    }

    [Fact]
    public async Task A_caller_asks_for_signatures_that_give_its_wallet_away()
    {
        await using var client = await stack.ConnectAsync(attempts: 1);
        var wallet = await TestWallet.CreateAsync(client, stack.Localnet, "gives-away");
        await using (RepeatedRequest.Of(() => client.SignTransactionAsync(GivingAway(wallet))))
        {
            Assert.Equal("ticket", await watched.FiresAsync("WalletTransactionsDangerous", ("finding", "Assign")));
        }

        await watched.ResolvesAsync("WalletTransactionsDangerous");
    }

    private static SignTransaction GivingAway(TestWallet wallet)
    {
        var payer = Address.Parse(wallet.Details.Address);
        byte[] toAnother = [1, 0, 0, 0, .. Address.Parse(TestWallet.NewAddress()).Span];
        var assign = new Instruction(SystemProgram.Id, [AccountMeta.Writable(payer)], toAnother);
        var message = MessageCompiler.CompileLegacy(payer, [assign], Blockhash.FromBytes(new byte[Blockhash.Length]));
        return new SignTransaction
        {
            UserId = wallet.Details.UserId,
            WalletId = wallet.Details.WalletId,
            Transaction = Convert.ToBase64String(Transaction.Create(message).Serialize()),
        };
    }

    /// <summary>False while the wallet is not in the books.</summary>
    private async Task<bool> AddToBooksAsync(TestWallet wallet, int lamports)
    {
        await using var owner = NpgsqlDataSource.Create(stack.OwnersConnection);
        await using var command = owner.CreateCommand(
            "UPDATE ledger_accounts SET balance = balance + $2 WHERE wallet_id = $1 AND mint IS NULL AND balance > 0");
        command.Parameters.AddWithValue(Guid.Parse(wallet.Details.WalletId));
        command.Parameters.AddWithValue(lamports);
        return await command.ExecuteNonQueryAsync() == 1;
    }

    /// <summary>The whole service, and a Prometheus with rules that take one thing of each for too many.</summary>
    public sealed class Watched : IAsyncLifetime
    {
        private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
        private PrometheusServer prometheus = null!;

        public WalletServiceStack Stack { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Stack = await WalletServiceStack.StartAsync(settings =>
            {
                settings["KeyPool__Size"] = $"{PoolSize}";
                settings["KeyPool__RefillInterval"] = "00:00:00.05";
                settings["KeyPool__Patience"] = "00:00:02";
                settings["Audit__CheckpointInterval"] = "00:00:01";
                settings["Audit__RetryDelay"] = "00:00:01";
                settings["Risk__Url"] = "https://127.0.0.1:1/";
                settings["Risk__WithoutAnswer"] = "Allow";
                settings["Deposits__ReconciliationInterval"] = "00:00:00.5";
            });
            var thresholds = AlertThresholds.Read().With(
                ("outage_for", "0s"),
                ("trouble_for", "0s"),
                ("ticket_for", "0s"),
                ("window", "15s"),
                ("long_window", "10m"),
                ("restarts", "0"),
                ("checkpoint_age_seconds", "20"),
                ("anomaly_signals_per_second", "0.01"),
                ("transaction_dangers_per_second", "0.01"));
            prometheus = await PrometheusServer.StartAsync(
                "wallet-service", Stack.Service.BaseUrl, AlertThresholds.RuleFiles.Select(file => thresholds.Render(AlertThresholds.Template(file))));
        }

        public async Task DisposeAsync()
        {
            await prometheus.DisposeAsync();
            await Stack.DisposeAsync();
        }

        /// <summary>Waits until an expression of Prometheus has a value.</summary>
        public Task HoldsAsync(string expression) =>
            Eventually.BecomesTrueAsync(async () => await prometheus.CountAsync(expression) > 0, Patience);

        /// <summary>Waits until an alert fires; returns its severity.</summary>
        public async Task<string> FiresAsync(string alert, params (string Name, string Value)[] labels) =>
            (await Eventually.HasValueAsync(() => prometheus.FindFiringAsync(alert, labels), Patience)).Severity;

        /// <summary>Waits until an alert does not fire any more.</summary>
        public Task ResolvesAsync(string alert) =>
            Eventually.BecomesTrueAsync(async () => await prometheus.FindFiringAsync(alert) is null, Patience);
    }
}
