namespace WalletService.Simulation.Scheduling;

/// <summary>The clock of a process, or of the world when it is nobody's: virtual time.</summary>
internal sealed class VirtualTime(Scheduler scheduler, Realm? realm) : TimeProvider
{
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => scheduler.Now;

    public override long GetTimestamp() => scheduler.Now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new VirtualTimer(scheduler, realm, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }
}
