namespace WalletService.Domain.Balances;

/// <summary>
/// Says when a cached value is read again although it is still good: the nearer its end, the likelier, and the earlier the longer a read
/// takes. So one asker of many renews it beforehand, and its end is seldom met by a crowd. The rule is XFetch of A. Vattani, F. Chierichetti
/// and K. Lowenstein, "Optimal Probabilistic Cache Stampede Prevention", VLDB 2015, with its eagerness of 1.
/// </summary>
/// <param name="random">Even over 0 (inclusive) to 1 (exclusive).</param>
internal sealed class EarlyRefresh(TimeProvider time, Func<double> random)
{
    /// <summary>How much a new duration counts in the average.</summary>
    private const double Weight = 0.2;

    private long averageTicks;

    /// <summary>A read took so long.</summary>
    public void Took(TimeSpan duration)
    {
        var average = Interlocked.Read(ref averageTicks);
        Interlocked.Exchange(ref averageTicks, average == 0 ? duration.Ticks : (long)((Weight * duration.Ticks) + ((1 - Weight) * average)));
    }

    public bool IsDue(DateTimeOffset end)
    {
        var lead = -Math.Log(1 - random()) * Interlocked.Read(ref averageTicks);
        return time.GetUtcNow().UtcTicks + lead >= end.UtcTicks;
    }
}
