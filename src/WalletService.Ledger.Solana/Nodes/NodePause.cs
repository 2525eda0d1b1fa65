namespace WalletService.Ledger.Solana.Nodes;

/// <summary>The time for which a node asked to be left alone.</summary>
internal sealed class NodePause(TimeProvider time)
{
    /// <summary>A longer wish is not believed: a mistaken header would put the node out of use.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private long endsAtTicks;

    /// <summary>Null when the node may be called.</summary>
    public TimeSpan? Remaining
    {
        get
        {
            var remaining = Interlocked.Read(ref endsAtTicks) - time.GetUtcNow().UtcTicks;
            return remaining > 0 ? TimeSpan.FromTicks(remaining) : null;
        }
    }

    public void Begin(TimeSpan? length)
    {
        if (length is { } wanted && wanted > TimeSpan.Zero)
        {
            var believed = wanted < Longest ? wanted : Longest;
            Interlocked.Exchange(ref endsAtTicks, (time.GetUtcNow() + believed).UtcTicks);
        }
    }
}
