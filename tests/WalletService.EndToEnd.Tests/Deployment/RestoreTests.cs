using System.Globalization;
using WalletService.Cli;
using WalletService.Client;
using WalletService.Contracts.Management;
using WalletService.Contracts.Transactions;
using WalletService.TestKit.Servers;
using WalletService.TestKit.Time;

namespace WalletService.EndToEnd.Tests.Deployment;

/// <summary>A backup is made while transfers wait for the vault, they are carried out, others come; then the backup is restored.</summary>
public sealed class RestoreTests
{
    private const string Signing = "cryptoKeyVersions.asymmetricSign";

    [Fact]
    public async Task What_was_paid_after_the_backup_is_not_paid_again()
    {
        await using var stack = await WalletServiceStack.StartAsync();
        var owner = PostgresServer.As("wallet", stack.Settings["Postgres__ConnectionString"]);
        await using var client = await stack.ConnectAsync();
        var alice = await TestWallet.CreateAsync(client, stack.Localnet, "alice");
        var bob = await TestWallet.CreateAsync(client, stack.Localnet, "bob");
        string[] recipients = [TestWallet.NewAddress(), TestWallet.NewAddress(), TestWallet.NewAddress()];

        await stack.Kms.AddFaultAsync("unavailable", Signing);
        TransferSol[] open = [alice.Payment(recipients[0], "0.5", "alice-1"), bob.Payment(recipients[1], "0.25", "bob-1")];
        foreach (var payment in open)
        {
            await RestoredDatabase.ReachAsync(client, payment, "ready");
        }

        using var backup = await DatabaseBackup.MakeAsync(owner);
        await stack.Kms.ClearFaultsAsync();
        Assert.All(await Task.WhenAll(open.Select(payment => client.TransferSolAsync(payment))), paid => Assert.Equal("finalized", paid.Status));
        var lost = bob.Payment(recipients[2], "0.125", "bob-2");
        Assert.Equal("finalized", (await client.TransferSolAsync(lost)).Status);
        await stack.Service.StopAsync();

        var restored = await stack.Postgres.CreateDatabaseAsync();
        await backup.RestoreAsync(restored);
        stack.Settings["Postgres__ConnectionString"] = PostgresServer.As(PostgresServer.ServiceRole, restored);
        await TheServiceRefusesAsync(stack.Settings);

        var since = backup.MadeAt.ToString("O", CultureInfo.InvariantCulture);
        var (exitCode, report) = await RestoredDatabase.RunAsync(restored, "restore", "reconcile", "--since", since, "--rpc", stack.Localnet.RpcUrl.ToString());
        Assert.True(exitCode == ExitCodes.Refused, report);
        Assert.Contains("2 transfers were carried out since, 1 transactions are of lost requests, 0 transfers are held, 1 wallets are frozen.", report, StringComparison.Ordinal);
        Assert.Contains($"LOST {bob.Details.WalletId} of bob", report, StringComparison.Ordinal);
        Assert.Contains($"125000000 lamports to {recipients[2]}", report, StringComparison.Ordinal);

        await using (await ServiceProcess.StartAsync(stack.Settings))
        {
            // The same requests again: those that the backup held are found paid, the lost one is not paid a second time.
            Assert.All(await Task.WhenAll(open.Select(payment => client.TransferSolAsync(payment))), paid => Assert.Equal("finalized", paid.Status));
            var refusal = await Assert.ThrowsAsync<WalletRequestException>(() => client.TransferSolAsync(lost));
            Assert.Equal("WALLET_FROZEN", refusal.Error.Code);
            Assert.Equal("finalized", (await client.TransferSolAsync(alice.Payment(recipients[2], "0.5", "alice-2"))).Status);
        }

        var received = await Task.WhenAll(recipients.Select(alice.OnChainAsync));
        Assert.Equal<ulong[]>([500_000_000, 250_000_000, 625_000_000], received);
    }

    [Fact]
    public async Task What_a_retired_key_has_paid_after_the_backup_is_not_paid_again()
    {
        await using var stack = await WalletServiceStack.StartAsync();
        var owner = PostgresServer.As("wallet", stack.Settings["Postgres__ConnectionString"]);
        await using var client = await stack.ConnectAsync();
        var dora = await TestWallet.CreateAsync(client, stack.Localnet, "dora");
        var recipient = TestWallet.NewAddress();
        await stack.Kms.AddFaultAsync("unavailable", Signing);
        var open = dora.Payment(recipient, "0.5", "dora-1");
        await RestoredDatabase.ReachAsync(client, open, "ready");
        await client.RotateKeyAsync(new RotateKey { UserId = "dora", WalletId = dora.Details.WalletId });
        using var backup = await DatabaseBackup.MakeAsync(owner);
        await stack.Kms.ClearFaultsAsync();
        Assert.Equal("finalized", (await client.TransferSolAsync(open)).Status);
        await stack.Service.StopAsync();
        var restored = await stack.Postgres.CreateDatabaseAsync();
        await backup.RestoreAsync(restored);
        stack.Settings["Postgres__ConnectionString"] = PostgresServer.As(PostgresServer.ServiceRole, restored);

        var since = backup.MadeAt.ToString("O", CultureInfo.InvariantCulture);
        var (_, report) = await RestoredDatabase.RunAsync(restored, "restore", "reconcile", "--since", since, "--rpc", stack.Localnet.RpcUrl.ToString());
        Assert.Contains("1 transfers were carried out since", report, StringComparison.Ordinal);
        await using (await ServiceProcess.StartAsync(stack.Settings))
        {
            Assert.Equal("finalized", (await client.TransferSolAsync(open)).Status);
        }

        Assert.Equal(500_000_000UL, await dora.OnChainAsync(recipient));
    }

    [Fact]
    public async Task A_transfer_that_may_have_been_carried_out_is_held_until_an_operator_decides()
    {
        await using var stack = await WalletServiceStack.StartAsync();
        var owner = PostgresServer.As("wallet", stack.Settings["Postgres__ConnectionString"]);
        await using var client = await stack.ConnectAsync();
        var carol = await TestWallet.CreateAsync(client, stack.Localnet, "carol");
        string[] recipients = [TestWallet.NewAddress(), TestWallet.NewAddress()];
        await stack.Kms.AddFaultAsync("unavailable", Signing);
        var open = carol.Payment(recipients[0], "0.5", "carol-1");
        await RestoredDatabase.ReachAsync(client, open, "ready");
        using var backup = await DatabaseBackup.MakeAsync(owner);
        var transactionId = (await client.GetTransactionAsync(new GetTransaction { UserId = "carol", RequestId = "carol-1" })).TransactionId;
        await client.CancelTransactionAsync(new CancelTransaction { UserId = "carol", TransactionId = transactionId });
        await stack.Kms.ClearFaultsAsync();
        Assert.Equal("finalized", (await client.TransferSolAsync(carol.Payment(recipients[1], "0.25", "carol-2"))).Status);
        await stack.Service.StopAsync();
        var restored = await stack.Postgres.CreateDatabaseAsync();
        await backup.RestoreAsync(restored);
        stack.Settings["Postgres__ConnectionString"] = PostgresServer.As(PostgresServer.ServiceRole, restored);

        var since = backup.MadeAt.ToString("O", CultureInfo.InvariantCulture);
        var (_, report) = await RestoredDatabase.RunAsync(restored, "restore", "reconcile", "--since", since, "--rpc", stack.Localnet.RpcUrl.ToString());
        Assert.Contains($"HELD {transactionId}", report, StringComparison.Ordinal);
        await using (await ServiceProcess.StartAsync(stack.Settings))
        {
            await RestoredDatabase.ReachAsync(client, open, "ready");
            Assert.Equal(ExitCodes.Success, (await RestoredDatabase.RunAsync(restored, "restore", "settle", transactionId, "--not-executed")).ExitCode);

            // Its wallet is frozen still, so that it ends instead of being signed.
            await Eventually.BecomesTrueAsync(async () =>
                (await client.GetTransactionAsync(new GetTransaction { UserId = "carol", TransactionId = transactionId })).Status == "rejected");
        }

        Assert.Equal(0UL, await carol.OnChainAsync(recipients[0]));
        Assert.Equal(ExitCodes.Success, (await RestoredDatabase.RunAsync(restored, "restore", "check")).ExitCode);
    }

    private static async Task TheServiceRefusesAsync(IReadOnlyDictionary<string, string> settings)
    {
        await using var service = ServiceProcess.Launch(settings);
        var exitCode = await service.ExitAsync();
        Assert.True(exitCode == 78, service.Log);
        Assert.Contains("walletctl restore reconcile", service.Log, StringComparison.Ordinal);
    }
}
