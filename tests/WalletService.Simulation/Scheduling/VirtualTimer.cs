namespace WalletService.Simulation.Scheduling;

/// <summary>A timer of virtual time. It dies with its realm.</summary>
internal sealed class VirtualTimer(Scheduler scheduler, Realm? realm, TimerCallback callback, object? state) : ITimer
{
    private TimeSpan period;
    private int setting;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (setting < 0)
        {
            return false;
        }

        setting++;
        this.period = period;
        if (dueTime != Timeout.InfiniteTimeSpan && realm is not { IsDead: true })
        {
            scheduler.Wake(this, setting, dueTime);
        }

        return true;
    }

    /// <summary>Makes the callback runnable, unless the timer was set anew or disposed of since.</summary>
    public void ComeDue(int ofSetting)
    {
        if (ofSetting != setting || realm is { IsDead: true })
        {
            return;
        }

        scheduler.Add(new Work(realm, Context: null, _ => Fire(ofSetting), State: null));
    }

    public void Dispose() => setting = -1;

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private void Fire(int ofSetting)
    {
        if (ofSetting != setting)
        {
            return;
        }

        if (period != Timeout.InfiniteTimeSpan && period != TimeSpan.Zero)
        {
            scheduler.Wake(this, setting, period);
        }

        callback(state);
    }
}
