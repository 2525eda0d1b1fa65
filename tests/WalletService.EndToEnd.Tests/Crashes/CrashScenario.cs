using WalletService.CrashHost;

namespace WalletService.EndToEnd.Tests.Crashes;

/// <summary>Something that a caller asks for, and how it has to end wherever the service is killed meanwhile.</summary>
internal abstract class CrashScenario
{
    private const int KilledBySignal9 = 128 + 9;
    private static readonly TimeSpan ReplyDeadline = TimeSpan.FromMinutes(1);

    /// <summary>Names the scenario in the table.</summary>
    public abstract string Name { get; }

    /// <summary>Kills the process once at the case's point, starts it again, and checks how all ends.</summary>
    public async Task<CrashResult> RunAsync(CrashLane lane, CrashCase crash)
    {
        await lane.RecoverAsync();
        var caller = await PrepareAsync(lane, $"user-{Guid.CreateVersion7():N}");
        await lane.ArmAsync(crash.Step, crash.Side);

        using var gone = new CancellationTokenSource();
        var first = AskAsync(lane, caller, gone.Token);
        await MeanwhileAsync(lane, caller);
        Assert.Equal(KilledBySignal9, await lane.DiesAsync());
        Assert.Contains(await RecordAsync(lane, caller), crash.OnRecord);

        await lane.EndFaultsAsync();
        await KeepFaultsAsync(lane);
        await lane.Service.StartAgainAsync();
        var end = await EndAsync(lane, caller);
        var second = await AskAsync(lane, caller, CancellationToken.None);
        if (IsRedelivered(crash.Step, crash.Side) || first.IsCompletedSuccessfully)
        {
            Assert.Equal(second, await first.WaitAsync(ReplyDeadline));
        }

        await gone.CancelAsync();
        await ((Task)first).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return new CrashResult(crash, "SIGKILL", await EffectAsync(lane, caller, second), end);
    }

    /// <summary>What has to be there before the request.</summary>
    protected virtual async Task<CrashCaller> PrepareAsync(CrashLane lane, string userId)
    {
        var wallet = await TestWallet.CreateAsync(lane.Client, lane.Localnet, userId);
        return new CrashCaller(userId, wallet, TestWallet.NewAddress(), await lane.CountKeysAsync());
    }

    /// <summary>The request; returns its reply in words that are equal for equal replies.</summary>
    protected abstract Task<string> AskAsync(CrashLane lane, CrashCaller caller, CancellationToken cancellationToken);

    /// <summary>What happens outside while the service works on the request.</summary>
    protected virtual Task MeanwhileAsync(CrashLane lane, CrashCaller caller) => Task.CompletedTask;

    /// <summary>Faults that the next process meets as well.</summary>
    protected virtual Task KeepFaultsAsync(CrashLane lane) => Task.CompletedTask;

    /// <summary>Whether the broker still has the request at this point, so that it is answered without being asked again.</summary>
    protected abstract bool IsRedelivered(CrashStep step, CrashSide side);

    /// <summary>What the database holds of the request.</summary>
    protected abstract Task<string> RecordAsync(CrashLane lane, CrashCaller caller);

    /// <summary>Waits for the end after the restart, checks it, and returns the final record.</summary>
    protected abstract Task<string> EndAsync(CrashLane lane, CrashCaller caller);

    /// <summary>Checks the effect outside of the service, and returns it.</summary>
    protected abstract Task<string> EffectAsync(CrashLane lane, CrashCaller caller, string reply);
}
