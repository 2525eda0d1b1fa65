using WalletService.Domain.Ports;
using WalletService.Simulation.Scheduling;

namespace WalletService.Simulation.Instances;

/// <summary>
/// Calls of one process to what survives it. Each takes time before and after its work, so that anything may happen in between; a
/// call that is under way when the process dies is carried out all the same.
/// </summary>
internal sealed class OutsideCalls(Realm realm, Scheduler scheduler, Troubles troubles, Randomness randomness)
{
    public Realm Realm => realm;

    /// <summary>One database transaction that only reads.</summary>
    public Task<T> ReadAsync<T>(Func<Task<T>> read) => randomness.Chance(troubles.StoreAway)
        ? CallAsync<T>(() => throw new PortUnavailableException("store", "The database can't be reached."), SlowOr(1, 20))
        : CallAsync(read, SlowOr(0, 4));

    /// <summary>One database transaction that writes: done at once or not at all, and its answer may get lost.</summary>
    public Task<T> WriteAsync<T>(Func<Task<T>> transact)
    {
        if (!randomness.Chance(troubles.StoreAnswersLost))
        {
            return ReadAsync(transact);
        }

        var isDone = randomness.Chance(0.5);
        return CallAsync<T>(
            async () =>
            {
                if (isDone)
                {
                    await transact();
                }

                throw new OutcomeUnknownException("store", "The connection to the database broke during the commit.");
            },
            SlowOr(1, 20));
    }

    public Task<T> VaultAsync<T>(Func<Task<T>> work)
    {
        var wait = troubles.VaultIsSlow && randomness.Chance(0.5) ? randomness.Milliseconds(2_000, 40_000) : randomness.Milliseconds(10, 150);
        return randomness.Chance(troubles.VaultAway)
            ? CallAsync<T>(() => throw new PortUnavailableException("kms", "The vault can't be reached."), wait)
            : CallAsync(work, wait);
    }

    private TimeSpan SlowOr(int first, int last) =>
        troubles.StoreIsSlow && randomness.Chance(0.2) ? randomness.Milliseconds(200, 6_000) : randomness.Milliseconds(first, last);

    private Task<T> CallAsync<T>(Func<Task<T>> work, TimeSpan wait)
    {
        // Completed without a context: the waiting process goes on through its own, when the seed picks it.
        var answer = new TaskCompletionSource<T>();
        if (realm.IsDead)
        {
            return answer.Task;
        }

        scheduler.After(wait / 2, () =>
        {
            var done = DoAsync(work);
            scheduler.After(wait / 2, () => Complete(answer, done));
        });
        return answer.Task;
    }

    private static async Task<T> DoAsync<T>(Func<Task<T>> work) => await work();

    private void Complete<T>(TaskCompletionSource<T> answer, Task<T> done)
    {
        if (!done.IsCompleted)
        {
            throw new InvalidOperationException("What survives a crash does its work at once.");
        }

        if (!realm.IsDead)
        {
            answer.TrySetFromTask(done);
        }
    }
}
