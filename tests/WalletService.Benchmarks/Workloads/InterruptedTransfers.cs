namespace WalletService.Benchmarks.Workloads;

/// <summary>
/// Transfers whose instance may be told to stop: it then answers those who wait with the state so far, and another instance goes on. Such
/// an answer is a good one, and counted.
/// </summary>
internal sealed class InterruptedTransfers(TransferWorkload transfers) : Workload(transfers.Letter, transfers.Name, transfers.Exchange, transfers.RoutingKey)
{
    private long early;

    /// <summary>Answers with an earlier state than was waited for.</summary>
    public long Early => Interlocked.Read(ref early);

    public override ReadOnlyMemory<byte> NextBody(long sequence) => transfers.NextBody(sequence);

    public override bool IsExpected(ReadOnlySpan<byte> reply)
    {
        if (transfers.IsExpected(reply))
        {
            return true;
        }

        if (!reply.StartsWith("""{"success":true"""u8))
        {
            return false;
        }

        Interlocked.Increment(ref early);
        return true;
    }
}
