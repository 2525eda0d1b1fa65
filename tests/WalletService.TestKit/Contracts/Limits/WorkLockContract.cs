using WalletService.Domain.Ports;
using WalletService.TestKit.Time;
using Xunit;

namespace WalletService.TestKit.Contracts.Limits;

/// <summary>What every <see cref="IWorkLock"/> does.</summary>
public abstract class WorkLockContract : IAsyncLifetime
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);
    private static int names;

    protected abstract IWorkLock Lock { get; }

    public abstract Task InitializeAsync();

    public abstract Task DisposeAsync();

    [Fact]
    public async Task Is_granted_to_one_at_a_time()
    {
        var name = NewName();

        await using var first = await Lock.TryAcquireAsync(name, Lease, default);
        await using var second = await Lock.TryAcquireAsync(name, Lease, default);

        Assert.NotNull(first);
        Assert.Null(second);
    }

    [Fact]
    public async Task Is_granted_to_one_of_many_that_ask_at_once()
    {
        var name = NewName();

        var turns = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(_ => Task.Run(() => Lock.TryAcquireAsync(name, Lease, default))));

        Assert.Single(turns, turn => turn is not null);
    }

    [Fact]
    public async Task Names_do_not_disturb_each_other()
    {
        await using var first = await Lock.TryAcquireAsync(NewName(), Lease, default);
        await using var second = await Lock.TryAcquireAsync(NewName(), Lease, default);

        Assert.NotNull(first);
        Assert.NotNull(second);
    }

    [Fact]
    public async Task Is_free_again_after_its_holder_disposed_it()
    {
        var name = NewName();
        await (await Lock.TryAcquireAsync(name, Lease, default))!.DisposeAsync();

        await using var next = await Lock.TryAcquireAsync(name, Lease, default);

        Assert.NotNull(next);
    }

    [Fact]
    public async Task Ends_by_itself_and_a_late_disposal_leaves_the_next_holder_alone()
    {
        var name = NewName();
        var late = await Lock.TryAcquireAsync(name, TimeSpan.FromMilliseconds(100), default);
        Pass(TimeSpan.FromMilliseconds(100));
        await using var next = await Eventually.HasValueAsync(() => Lock.TryAcquireAsync(name, Lease, default));

        await late!.DisposeAsync();

        Assert.Null(await Lock.TryAcquireAsync(name, Lease, default));
    }

    /// <summary>Moves the adapter's clock on, where the test has it in hand. Elsewhere the tests poll until time has passed.</summary>
    protected virtual void Pass(TimeSpan duration)
    {
    }

    private static string NewName() => $"work-{Interlocked.Increment(ref names)}";
}
