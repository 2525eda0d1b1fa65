using System.Threading.Channels;

namespace WalletService.Postgres.Batching;

/// <summary>
/// Runs calls that are made at the same time together, so that one round trip serves many. Nothing waits for company: a call that
/// finds its lane idle goes at once, and those that come while it is under way are the next batch.
/// </summary>
internal sealed class CallGatherer<TCall> : IAsyncDisposable
    where TCall : GatheredCall
{
    private const int MaximumBatch = 128;
    private const int Capacity = 4_096;

    private readonly Func<IReadOnlyList<TCall>, Task> run;
    private readonly Channel<TCall>[] lanes;
    private readonly Task[] pumps;

    /// <param name="lanes">How many batches may be under way at the same time.</param>
    /// <param name="run">Runs a batch and completes each of its calls; whatever it throws fails those that are left.</param>
    public CallGatherer(int lanes, Func<IReadOnlyList<TCall>, Task> run)
    {
        this.run = run;
        this.lanes = [.. Enumerable.Range(0, lanes).Select(_ => Channel.CreateBounded<TCall>(
            new BoundedChannelOptions(Capacity) { SingleReader = true }))];

        // What the pumps do belongs to all callers, and not to the trace of the one who happened to come first.
        using (ExecutionContext.SuppressFlow())
        {
            pumps = [.. this.lanes.Select(lane => Task.Run(() => PumpAsync(lane.Reader)))];
        }
    }

    /// <param name="lane">Any number: calls with the same are never run at the same time in different batches.</param>
    /// <exception cref="OperationCanceledException">The call was given up before it was run.</exception>
    public async Task RunAsync(TCall call, int lane, CancellationToken cancellationToken)
    {
        await lanes[(uint)lane % (uint)lanes.Length].Writer.WriteAsync(call, cancellationToken);
        await call.WaitAsync(cancellationToken);
    }

    /// <summary>Runs what is waiting, and takes nothing more.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var lane in lanes)
        {
            lane.Writer.TryComplete();
        }

        await Task.WhenAll(pumps);
    }

    private async Task PumpAsync(ChannelReader<TCall> waiting)
    {
        while (await waiting.WaitToReadAsync())
        {
            var batch = new List<TCall>();
            while (batch.Count < MaximumBatch && waiting.TryRead(out var call))
            {
                if (call.TryTake())
                {
                    batch.Add(call);
                }
            }

            if (batch.Count > 0)
            {
                await RunBatchAsync(batch);
            }
        }
    }

    private async Task RunBatchAsync(List<TCall> batch)
    {
        try
        {
            await run(batch);
        }
        catch (Exception exception)
        {
            foreach (var call in batch)
            {
                call.Fail(exception);
            }
        }
    }
}
