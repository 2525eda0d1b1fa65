namespace WalletService.Ledger.Solana.Nodes;

/// <summary>
/// How a node's requests fare, as moving averages in which each request weighs a tenth: old ones fade with new ones, not with time, so
/// that a quiet node is not forgotten and a busy one is judged at once.
/// </summary>
internal sealed class NodeTraffic
{
    private const double Weight = 0.1;

    private readonly Lock gate = new();
    private double failureShare;
    private TimeSpan? usualTime;

    /// <summary>Share of requests without a usable answer, 0 to 1.</summary>
    public double FailureShare
    {
        get
        {
            lock (gate)
            {
                return failureShare;
            }
        }
    }

    /// <summary>Average time of an answer; zero before the first.</summary>
    public TimeSpan UsualTime
    {
        get
        {
            lock (gate)
            {
                return usualTime ?? TimeSpan.Zero;
            }
        }
    }

    public void Answered(TimeSpan elapsed)
    {
        lock (gate)
        {
            failureShare -= failureShare * Weight;
            usualTime = usualTime is { } usual ? usual + ((elapsed - usual) * Weight) : elapsed;
        }
    }

    public void Failed()
    {
        lock (gate)
        {
            failureShare += (1 - failureShare) * Weight;
        }
    }

    /// <summary>
    /// Nobody waited for the answer any longer. It would have taken at least so long: of a node that another one overtakes each time,
    /// nothing else would ever be known.
    /// </summary>
    public void GivenUp(TimeSpan elapsed)
    {
        lock (gate)
        {
            if (usualTime is { } usual && elapsed > usual)
            {
                usualTime = usual + ((elapsed - usual) * Weight);
            }
        }
    }
}
