namespace WalletService.Ledger.Solana.Transactions;

/// <summary>Reckons the cluster's block height between two looks at it, by the pace of the last seconds.</summary>
internal sealed class BlockPace(TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    /// <summary>A shorter time says too little about the pace.</summary>
    private static readonly TimeSpan ShortestMeasure = TimeSpan.FromSeconds(1);

    /// <summary>As long as the pace is not known: a block every 200 ms, as fast as the main network is planned to become in 2026.</summary>
    private const double UsualBlocksPerSecond = 5;

    private readonly Lock gate = new();
    private readonly Queue<Look> looks = [];
    private Look? newest;

    /// <param name="at">Timestamp of the look.</param>
    /// <param name="height">The block height that it showed.</param>
    public void Note(long at, ulong height)
    {
        lock (gate)
        {
            newest = new Look(at, height);
            looks.Enqueue(newest);
            while (time.GetElapsedTime(looks.Peek().At, at) > Window && looks.Count > 2)
            {
                looks.Dequeue();
            }
        }
    }

    /// <summary>The height now, as far as it can be told; zero before the first look.</summary>
    public ulong ReckonHeight()
    {
        lock (gate)
        {
            return newest is null ? 0 : newest.Height + (ulong)(time.GetElapsedTime(newest.At).TotalSeconds * BlocksPerSecond());
        }
    }

    private double BlocksPerSecond()
    {
        var oldest = looks.Peek();
        var measured = time.GetElapsedTime(oldest.At, newest!.At);
        return measured < ShortestMeasure || newest.Height < oldest.Height
            ? UsualBlocksPerSecond
            : (newest.Height - oldest.Height) / measured.TotalSeconds;
    }

    private sealed record Look(long At, ulong Height);
}
