using WalletService.Client;
using WalletService.Contracts.Management;
using WalletService.TestKit.Servers;
using WalletService.TestKit.Time;

namespace WalletService.EndToEnd.Tests.Hostile;

/// <summary>A freeze needs nothing but the database: with Redis gone, each instance asks for no signature any more once it was answered.</summary>
public sealed class FreezeWithoutRedisTests
{
    [Fact]
    public async Task A_freeze_holds_in_every_instance_before_the_next_signature_with_Redis_away()
    {
        await using var stack = await WalletServiceStack.StartAsync(settings =>
        {
            settings["Limits__ChangesPerUser"] = "0";
            settings["Limits__TransfersPerUser"] = "0";
        });
        await using var second = await ServiceProcess.StartAsync(stack.Settings);
        await using var client = await stack.ConnectAsync(attempts: 1);
        await using var records = stack.ReadRecords();
        var wallet = await TestWallet.CreateAsync(client, stack.Localnet, $"user-{Guid.CreateVersion7()}");
        await stack.Redis.StopAsync();
        await client.SignTransactionAsync(wallet.Signature(TestWallet.NewAddress()));

        await client.FreezeScopeAsync(new FreezeSubject { Scope = "user", Subject = wallet.Details.UserId, Reason = "a stolen password" });
        var signed = await SignaturesAsync(records, wallet);
        await Eventually.BecomesTrueAsync(async () =>
        {
            var refusals = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => RefusalAsync(client, wallet)));
            Assert.All(refusals, refusal => Assert.Equal("WALLET_FROZEN", refusal));
            return await HasRefusedAsync(stack.Service) && await HasRefusedAsync(second);
        });
        Assert.Equal(signed, await SignaturesAsync(records, wallet));

        await client.UnfreezeScopeAsync(new UnfreezeSubject { Scope = "user", Subject = wallet.Details.UserId, Reason = "it was a mistake" });
        await client.SignTransactionAsync(wallet.Signature(TestWallet.NewAddress()));
        Assert.Equal(signed + 1, await SignaturesAsync(records, wallet));
    }

    private static async Task<string> RefusalAsync(WalletClient client, TestWallet wallet)
    {
        var refused = await Assert.ThrowsAsync<WalletRequestException>(() => client.SignTransactionAsync(wallet.Signature(TestWallet.NewAddress())));
        return refused.Error.Code;
    }

    private static async Task<int> SignaturesAsync(DatabaseRecords records, TestWallet wallet) =>
        (await records.AuditAsync(wallet.Details.UserId)).Count(action => action == "sign.requested");

    private static async Task<bool> HasRefusedAsync(ServiceProcess instance)
    {
        using var http = new HttpClient { BaseAddress = instance.BaseUrl };
        var metrics = await http.GetStringAsync("/metrics");
        return metrics.Split('\n').Any(line =>
            line.StartsWith("wallet_requests_total{", StringComparison.Ordinal) && line.Contains("\"WALLET_FROZEN\"", StringComparison.Ordinal));
    }
}
