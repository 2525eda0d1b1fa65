namespace WalletService.Ledger.Solana.Nodes;

/// <summary>
/// Keeps to a node's limits: requests per second by a token bucket, which lets a quarter of a second's worth through at once, and
/// requests under way at the same time.
/// </summary>
internal sealed class NodeAdmission(int? requestsPerSecond, int? concurrency, TimeProvider time)
{
    /// <summary>When a request under way will end is not known: look again soon.</summary>
    private static readonly TimeSpan TimeToLookAgain = TimeSpan.FromMilliseconds(10);

    private readonly Lock gate = new();
    private readonly double capacity = Math.Max(1, (requestsPerSecond ?? 0) / 4.0);
    private double tokens = Math.Max(1, (requestsPerSecond ?? 0) / 4.0);
    private long filledAt = time.GetTimestamp();
    private int underWay;

    /// <summary>Null when the request may go; <see cref="Leave"/> must follow. Else how long to wait before asking again.</summary>
    public TimeSpan? TryEnter()
    {
        lock (gate)
        {
            if (underWay >= concurrency)
            {
                return TimeToLookAgain;
            }

            if (requestsPerSecond is { } rate)
            {
                Fill(rate);
                if (tokens < 1)
                {
                    return TimeSpan.FromSeconds((1 - tokens) / rate);
                }
            }

            Enter();
            return null;
        }
    }

    /// <summary>For the few requests that must not wait: they count, and others wait for them.</summary>
    public void EnterAnyway()
    {
        lock (gate)
        {
            Enter();
        }
    }

    public void Leave()
    {
        lock (gate)
        {
            underWay--;
        }
    }

    private void Enter()
    {
        underWay++;
        if (requestsPerSecond is not null)
        {
            tokens--;
        }
    }

    private void Fill(int rate)
    {
        tokens = Math.Min(capacity, tokens + (time.GetElapsedTime(filledAt).TotalSeconds * rate));
        filledAt = time.GetTimestamp();
    }
}
