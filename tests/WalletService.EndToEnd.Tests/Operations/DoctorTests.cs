using Npgsql;
using WalletService.Contracts.Management;
using WalletService.TestKit.Servers;
using WalletService.TestKit.Time;

namespace WalletService.EndToEnd.Tests.Operations;

/// <summary>The first diagnosis finds what was broken, and says what to do.</summary>
public sealed class DoctorTests(WalletServiceStack stack) : IClassFixture<WalletServiceStack>
{
    private const int Well = 0;
    private const int NotWell = 1;

    [Fact]
    public async Task With_everything_well_nothing_has_to_be_done()
    {
        var (exitCode, report) = await ExamineUntilAsync(Well);

        Assert.Equal(Well, exitCode);
        Assert.DoesNotContain("✗", report, StringComparison.Ordinal);
        foreach (var subject in (string[])
            ["settings", "postgres", "postgres.connections", "clock.postgres", "schema", "clock.chain", "transfers", "events", "deposits", "deposits.lag", "books", "redis", "kms",
             "node.", "broker", "queue.wallet.transaction", "queue.wallet.dead-letter", "kill-switch", "freezes", "audit"])
        {
            Assert.Matches($"(?m)^[✓!] {subject.Replace(".", "[.]", StringComparison.Ordinal)}", report);
        }

        foreach (var secret in (string[])[stack.RabbitMq.Password, stack.Redis.Password, stack.Postgres.Password])
        {
            Assert.DoesNotContain(secret, report, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Without_Redis_there_is_a_remark_and_no_trouble()
    {
        await stack.Redis.StopAsync();
        var (exitCode, report) = await ExamineAndRepairAsync(() => stack.Redis.StartAgainAsync());

        Assert.Equal(Well, exitCode);
        Assert.Matches("(?m)^! redis ", report);
    }

    [Fact]
    public async Task Without_PostgreSQL_it_says_so_and_looks_at_the_rest()
    {
        await stack.Postgres.KillAsync();
        var (exitCode, report) = await ExamineAndRepairAsync(() => stack.Postgres.StartAgainAsync());

        Assert.Equal(NotWell, exitCode);
        Assert.Matches("(?m)^✗ postgres .*\n.*-> Is the server up", report);
        Assert.Matches("(?m)^✓ broker ", report);
        Assert.Matches("(?m)^✓ kms ", report);
    }

    [Fact]
    public async Task Without_the_broker_it_says_so()
    {
        await stack.RabbitMq.KillAsync();
        var (exitCode, report) = await ExamineAndRepairAsync(() => stack.RabbitMq.StartAgainAsync());

        Assert.Equal(NotWell, exitCode);
        Assert.Matches("(?m)^✗ broker .*can't be reached", report);
    }

    [Fact]
    public async Task A_wrong_password_at_the_broker_is_told_from_an_outage()
    {
        var (_, report) = await ExamineAsync(("RabbitMq__Password", "wrong"));

        Assert.Matches("(?m)^✗ broker .*refuses user and password", report);
    }

    [Fact]
    public async Task Without_the_vault_it_tells_the_kind_of_failure()
    {
        await stack.Kms.AddFaultAsync("permissionDenied");
        var (exitCode, report) = await ExamineAndRepairAsync(() => stack.Kms.ClearFaultsAsync());

        Assert.Equal(NotWell, exitCode);
        Assert.Matches("(?m)^✗ kms .*permission_denied", report);
    }

    [Fact]
    public async Task A_node_of_another_cluster_is_named()
    {
        var (_, report) = await ExamineAsync(("Solana__ExpectedGenesisHash", "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d"));

        Assert.Matches("(?m)^✗ node[.].*another cluster|(?m)^✗ node[.].*belongs to the cluster", report);
    }

    [Fact]
    public async Task A_freeze_of_everything_is_told_with_its_reason()
    {
        await using var client = await stack.ConnectAsync();
        await client.FreezeScopeAsync(new FreezeSubject { Scope = "everything", Reason = "a drill of the doctor" });
        var (exitCode, report) = await ExamineAndRepairAsync(() => client.UnfreezeScopeAsync(new UnfreezeSubject { Scope = "everything", Reason = "over" }));

        Assert.Equal(NotWell, exitCode);
        Assert.Matches("(?m)^✗ freezes .*a drill of the doctor", report);
    }

    [Fact]
    public async Task A_transfer_that_does_not_get_on_is_named()
    {
        await using var client = await stack.ConnectAsync();
        var wallet = await TestWallet.CreateAsync(client, stack.Localnet, "doctor");
        await stack.Localnet.ControlAsync("freeze");
        try
        {
            var transfer = await client.TransferSolAsync(wallet.Payment(TestWallet.NewAddress(), "0.5", waitFor: "submitted"));
            await MakeOlderAsync(transfer.TransactionId);
            var (exitCode, report) = await ExamineAsync();

            Assert.Equal(NotWell, exitCode);
            Assert.Matches($"(?m)^✗ transfers[.]submitted .*{transfer.TransactionId}", report);
        }
        finally
        {
            await stack.Localnet.ControlAsync("freeze", new { on = false });
        }
    }

    [Fact]
    public async Task Wrong_settings_are_named_as_the_service_would_name_them()
    {
        var (exitCode, report) = await ExamineAsync(("Storage__Provider", ""), ("Transfers__Lease", "soon"));

        Assert.Equal(NotWell, exitCode);
        Assert.Contains("Storage:Provider is missing", report, StringComparison.Ordinal);
    }

    private async Task MakeOlderAsync(string transactionId)
    {
        await using var connection = new NpgsqlConnection(stack.Settings["Postgres__ConnectionString"]);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("UPDATE transfers SET ready_at = ready_at - interval '1 hour' WHERE id = @id", connection);
        command.Parameters.AddWithValue("id", Guid.Parse(transactionId));
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }

    /// <summary>Whatever becomes of the examination, other tests find the stack whole.</summary>
    private async Task<(int ExitCode, string Output)> ExamineAndRepairAsync(Func<Task> repairAsync)
    {
        try
        {
            return await ExamineAsync();
        }
        finally
        {
            await repairAsync();
        }
    }

    private Task<(int ExitCode, string Output)> ExamineAsync(params (string Name, string Value)[] changes)
    {
        var settings = new Dictionary<string, string>(stack.Settings, StringComparer.Ordinal);
        foreach (var (name, value) in changes)
        {
            settings[name] = value;
        }

        return ServiceProcess.RunCommandAsync("doctor", settings);
    }

    /// <summary>Other tests have broken parts a moment ago, and the service may still be finding its way back.</summary>
    private async Task<(int ExitCode, string Output)> ExamineUntilAsync(int wanted)
    {
        (int ExitCode, string Output) last = default;
        await Eventually.BecomesTrueAsync(
            async () =>
            {
                last = await ExamineAsync();
                return last.ExitCode == wanted;
            },
            TimeSpan.FromMinutes(2));
        return last;
    }
}
