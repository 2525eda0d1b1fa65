namespace WalletService.Simulation.Scheduling;

/// <summary>
/// Runs everything, one piece at a time. Of all that could go on now the seed picks one; the clock moves only when nothing can.
/// </summary>
internal sealed class Scheduler(Randomness randomness)
{
    /// <summary>No transfer takes this many steps, so a run that does is going in circles.</summary>
    private const long MaximumSteps = 3_000_000;

    private readonly List<Work> runnable = [];
    private readonly PriorityQueue<(VirtualTimer Timer, int Setting), (long Ticks, long Order)> timers = new();
    private long order;

    public static DateTimeOffset Start { get; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public DateTimeOffset Now { get; private set; } = Start;

    public TimeSpan Elapsed => Now - Start;

    public long Steps { get; private set; }

    /// <summary>Of every choice so far: two runs that differ anywhere differ here.</summary>
    public ulong Trace { get; private set; } = 14695981039346656037;

    /// <summary>What escaped from a piece of work; none of it should.</summary>
    public Exception? Escaped { get; private set; }

    public void Add(Work work)
    {
        if (work.Realm is not { IsDead: true })
        {
            runnable.Add(work);
        }
    }

    /// <summary>Something of the world outside, which no crash undoes.</summary>
    public void After(TimeSpan delay, Action act)
    {
        var timer = new VirtualTimer(this, realm: null, static state => ((Action)state!)(), act);
        timer.Change(delay, Timeout.InfiniteTimeSpan);
    }

    public void Wake(VirtualTimer timer, int setting, TimeSpan delay) =>
        timers.Enqueue((timer, setting), ((Now + (delay > TimeSpan.Zero ? delay : TimeSpan.Zero)).Ticks, order++));

    /// <summary>Takes one step. False when nothing is left to do.</summary>
    public bool Step()
    {
        while (runnable.Count == 0)
        {
            if (!Advance())
            {
                return false;
            }
        }

        if (++Steps > MaximumSteps)
        {
            throw new InvalidOperationException($"{MaximumSteps} steps were taken and there is no end.");
        }

        Run(TakeOne());
        return true;
    }

    private Work TakeOne()
    {
        var index = runnable.Count == 1 ? 0 : randomness.Below(runnable.Count);
        Mix((ulong)Now.Ticks);
        Mix(((ulong)runnable.Count << 32) | (uint)index);
        var work = runnable[index];
        runnable[index] = runnable[^1];
        runnable.RemoveAt(runnable.Count - 1);
        return work;
    }

    private void Run(Work work)
    {
        switch (work.Realm)
        {
            case { IsDead: true }:
                return;
            case { IsPaused: true } paused:
                paused.HoldBack(work);
                return;
        }

        SynchronizationContext.SetSynchronizationContext(work.Context);
        try
        {
            work.Callback(work.State);
        }
        catch (Exception exception)
        {
            Escaped ??= exception;
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(null);
        }
    }

    /// <summary>Moves the clock to the next timer and makes all that come due then runnable.</summary>
    private bool Advance()
    {
        if (!timers.TryPeek(out _, out var next))
        {
            return false;
        }

        Now = new DateTimeOffset(next.Ticks, TimeSpan.Zero);
        while (timers.TryPeek(out var due, out var priority) && priority.Ticks == next.Ticks)
        {
            timers.Dequeue();
            due.Timer.ComeDue(due.Setting);
        }

        return true;
    }

    private void Mix(ulong value) => Trace = (Trace ^ value) * 1099511628211;
}
