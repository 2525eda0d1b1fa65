namespace WalletService.Simulation.Scheduling;

/// <summary>
/// Takes the steps on the thread pool's one thread. Libraries hand some continuations to the pool (channels, <c>WaitAsync</c>,
/// <c>ConfigureAwait(false)</c>), where they would race with the next step on another thread. Here they share the thread with the
/// steps: after each step the driver queues behind whatever the step has left there, so that every order is the same in every run.
/// </summary>
internal sealed class PoolDriver : IThreadPoolWorkItem
{
    private readonly Func<bool> step;
    private readonly ManualResetEventSlim ended = new();
    private Exception? failure;

    private PoolDriver(Func<bool> step) => this.step = step;

    /// <summary>Takes steps until one says that it was the last.</summary>
    public static void Run(Func<bool> step)
    {
        ThreadPool.GetMaxThreads(out var threads, out _);
        if (threads != 1)
        {
            throw new InvalidOperationException(
                $"The thread pool may use {threads} threads: a seed would not replay. Start the program with its own runtimeconfig.json.");
        }

        var driver = new PoolDriver(step);
        ThreadPool.UnsafeQueueUserWorkItem(driver, preferLocal: false);
        driver.ended.Wait();
        if (driver.failure is not null)
        {
            throw new InvalidOperationException("The simulation broke off.", driver.failure);
        }
    }

    public void Execute()
    {
        try
        {
            while (ThreadPool.PendingWorkItemCount == 0)
            {
                if (!step())
                {
                    ended.Set();
                    return;
                }
            }
        }
        catch (Exception exception)
        {
            failure = exception;
            ended.Set();
            return;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }
}
