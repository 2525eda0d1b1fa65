using WalletService.Cli;
using WalletService.TestKit.Servers;

namespace WalletService.EndToEnd.Tests.Deployment;

/// <summary>
/// The release before this one and this one, each built from its own sources, on one database and one broker, while payments are made: the
/// rollout, and its undoing.
/// </summary>
public sealed class TwoVersionsTests
{
    private const int Wallets = 4;

    [Fact]
    public async Task Both_serve_the_same_queues_and_each_payment_has_one_effect()
    {
        var previous = await PreviousRelease.BuildAsync();
        await using var stack = await WalletServiceStack.StartAsync(program: previous);
        await using var client = await stack.ConnectAsync();
        await using var caller = await CountingCaller.ConnectAsync(stack);
        var wallets = await Task.WhenAll(
            Enumerable.Range(1, Wallets).Select(number => TestWallet.CreateAsync(client, stack.Localnet, $"payer-{number}")));
        var load = new RolloutLoad(caller, wallets);
        load.Start();

        await RollForthAndBackAsync(stack, load);
        await load.StopAsync();

        await RolloutProof.EachRequestHadOneEffectAsync(stack, client, caller, load, wallets);
        var (exitCode, output) = await OperatorTerminal.RunAsync(stack, "audit", "verify");
        Assert.True(exitCode == ExitCodes.Success, output);
    }

    private static async Task RollForthAndBackAsync(WalletServiceStack stack, RolloutLoad load)
    {
        var old = stack.Service;
        await load.IsServedByAsync(old);
        await stack.MigrateAsync();
        await load.IsServedByAsync(old);

        await using var present = await ServiceProcess.StartAsync(stack.Settings);
        await load.IsServedByAsync(old, present);
        await RolloutProof.EndsInOrderAsync(old);
        await load.IsServedByAsync(present);

        // And back: the release before starts on the newer schema, and goes on with what the newer release leaves.
        await old.StartAgainAsync();
        await load.IsServedByAsync(old, present);
        await RolloutProof.EndsInOrderAsync(present);
        await load.IsServedByAsync(old);
    }
}
