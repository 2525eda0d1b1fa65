using WalletService.TestKit.Servers;

namespace WalletService.EndToEnd.Tests.Deployment;

/// <summary>Three instances under load are replaced one after the other, as a rollout does it.</summary>
public sealed class RollingRestartTests
{
    private const int Instances = 3;
    private const int Wallets = 6;

    [Fact]
    public async Task No_request_is_lost_or_answered_twice_and_each_payment_has_one_effect()
    {
        await using var stack = await WalletServiceStack.StartAsync();
        await using var client = await stack.ConnectAsync();
        await using var caller = await CountingCaller.ConnectAsync(stack);
        var wallets = await Task.WhenAll(
            Enumerable.Range(1, Wallets).Select(number => TestWallet.CreateAsync(client, stack.Localnet, $"payer-{number}")));
        List<ServiceProcess> instances = [stack.Service];
        try
        {
            while (instances.Count < Instances)
            {
                instances.Add(await ServiceProcess.StartAsync(stack.Settings));
            }

            var load = new RolloutLoad(caller, wallets);
            load.Start();
            await load.IsServedByAsync([.. instances]);
            for (var oldest = 0; oldest < Instances; oldest++)
            {
                instances.Add(await ServiceProcess.StartAsync(stack.Settings));
                await RolloutProof.EndsInOrderAsync(instances[oldest]);
                await load.IsServedByAsync([.. instances.Skip(oldest + 1)]);
            }

            await load.StopAsync();
            await RolloutProof.EachRequestHadOneEffectAsync(stack, client, caller, load, wallets);
        }
        finally
        {
            foreach (var instance in instances.Where(instance => instance != stack.Service))
            {
                await instance.DisposeAsync();
            }
        }
    }
}
