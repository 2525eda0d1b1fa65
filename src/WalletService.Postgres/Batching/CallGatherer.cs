using System.Threading.Channels;

namespace WalletService.Postgres.Batching;

/// <summary>
/// Runs calls that are made at the same time together, so that one round trip serves many. Nothing waits for company: a call that
/// finds nothing under way goes at once, and those that come meanwhile are the next batch. There is one batch at a time: two would
/// each be half as large, and cost twice the round trips.
/// </summary>
internal sealed class CallGatherer<TCall> : IAsyncDisposable
    where TCall : GatheredCall
{
    private const int MaximumBatch = 128;
    private const int Capacity = 4_096;

    private readonly Func<IReadOnlyList<TCall>, Task> run;
    private readonly Channel<TCall> waiting = Channel.CreateBounded<TCall>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly Task pump;

    /// <param name="run">Runs a batch and completes each of its calls; whatever it throws fails those that are left.</param>
    public CallGatherer(Func<IReadOnlyList<TCall>, Task> run)
    {
        this.run = run;

        // What the pump does belongs to all callers, and not to the trace of the one who happened to come first.
        using (ExecutionContext.SuppressFlow())
        {
            pump = Task.Run(PumpAsync);
        }
    }

    /// <exception cref="OperationCanceledException">The call was given up before it was run.</exception>
    public async Task RunAsync(TCall call, CancellationToken cancellationToken)
    {
        await waiting.Writer.WriteAsync(call, cancellationToken);
        await call.WaitAsync(cancellationToken);
    }

    /// <summary>Runs what is waiting, and takes nothing more.</summary>
    public async ValueTask DisposeAsync()
    {
        waiting.Writer.TryComplete();
        await pump;
    }

    private async Task PumpAsync()
    {
        while (await waiting.Reader.WaitToReadAsync())
        {
            var batch = new List<TCall>();
            while (batch.Count < MaximumBatch && waiting.Reader.TryRead(out var call))
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
