namespace WalletService.Ledger.Solana.Gathering;

/// <summary>
/// Merges questions that come at the same time into one call. They are gathered for a moment; at load, when calls would follow each
/// other faster than the interval, until the interval is over; and a full batch goes at once. Equal questions share a place. A caller
/// that gives up does not take the others' answer with it.
/// </summary>
/// <param name="capacity">Most questions of one call.</param>
/// <param name="gatherTime">How long the first question waits for others.</param>
/// <param name="interval">Calls begin at least so far apart, unless they are full.</param>
/// <param name="call">
/// Answers all questions, in their order. It belongs to all who wait for it, so no single caller can cancel it: it must end by itself.
/// </param>
/// <param name="time">The clock.</param>
internal sealed class CallGatherer<TQuestion, TAnswer>(
    int capacity, TimeSpan gatherTime, TimeSpan interval, Func<IReadOnlyList<TQuestion>, Task<IReadOnlyList<TAnswer>>> call, TimeProvider time)
    where TQuestion : notnull
{
    private readonly Lock gate = new();
    private Batch? gathering;
    private long? lastBegan;

    public Task<TAnswer> AskAsync(TQuestion question, CancellationToken cancellationToken) => Join(question).WaitAsync(cancellationToken);

    private async Task<TAnswer> Join(TQuestion question)
    {
        Batch batch;
        int position;
        lock (gate)
        {
            if (gathering is null)
            {
                gathering = new Batch();
                _ = CallLaterAsync(gathering, TimeToGather());
            }

            batch = gathering;
            position = batch.Add(question);
            if (batch.Questions.Count == capacity)
            {
                Close(batch);
                batch.Full.TrySetResult();
            }
        }

        return (await batch.Answers.Task)[position];
    }

    private TimeSpan TimeToGather()
    {
        var toInterval = lastBegan is { } began ? interval - time.GetElapsedTime(began) : TimeSpan.Zero;
        return toInterval > gatherTime ? toInterval : gatherTime;
    }

    private void Close(Batch batch)
    {
        if (gathering == batch)
        {
            gathering = null;
            lastBegan = time.GetTimestamp();
        }
    }

    private async Task CallLaterAsync(Batch batch, TimeSpan wait)
    {
        try
        {
            // Never at once, however short the wait: the caller holds the gate and has not asked its question yet.
            await Task.WhenAny(batch.Full.Task, Task.Delay(wait, time)).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            lock (gate)
            {
                Close(batch);
            }

            batch.Answers.SetResult(await call(batch.Questions));
        }
        catch (Exception exception)
        {
            batch.Answers.SetException(exception);
        }
    }

    private sealed class Batch
    {
        private readonly Dictionary<TQuestion, int> positions = [];

        public List<TQuestion> Questions { get; } = [];

        public TaskCompletionSource Full { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource<IReadOnlyList<TAnswer>> Answers { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Add(TQuestion question)
        {
            if (!positions.TryGetValue(question, out var position))
            {
                position = Questions.Count;
                positions.Add(question, position);
                Questions.Add(question);
            }

            return position;
        }
    }
}
