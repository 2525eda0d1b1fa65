namespace WalletService.Ledger.Solana.Nodes;

/// <summary>Remembers what the cluster said for a short time; callers that ask for the same at once share one request.</summary>
internal sealed class TimedCache<TKey, TValue>(TimeSpan life, int capacity, TimeProvider time)
    where TKey : notnull
{
    private readonly Lock gate = new();
    private readonly Dictionary<TKey, Entry> entries = [];

    /// <param name="key">What is asked for.</param>
    /// <param name="load">Belongs to all who wait for it, so it must end by itself; its failure is not remembered.</param>
    /// <param name="cancellationToken">Ends this caller's wait alone.</param>
    public Task<TValue> GetAsync(TKey key, Func<TKey, Task<TValue>> load, CancellationToken cancellationToken)
    {
        Entry? entry;
        lock (gate)
        {
            if (!entries.TryGetValue(key, out entry) || time.GetElapsedTime(entry.LoadedAt) >= life)
            {
                if (entries.Count >= capacity)
                {
                    // Rare, and cheaper than bookkeeping: what is still needed is read again.
                    entries.Clear();
                }

                entry = new Entry(time.GetTimestamp());
                entries[key] = entry;
                _ = FillAsync(key, entry, load);
            }
        }

        return entry.Value.Task.WaitAsync(cancellationToken);
    }

    private async Task FillAsync(TKey key, Entry entry, Func<TKey, Task<TValue>> load)
    {
        try
        {
            entry.Value.SetResult(await load(key));
        }
        catch (Exception exception)
        {
            Forget(key, entry);
            entry.Value.SetException(exception);
        }
    }

    private void Forget(TKey key, Entry entry)
    {
        lock (gate)
        {
            if (entries.TryGetValue(key, out var present) && present == entry)
            {
                entries.Remove(key);
            }
        }
    }

    private sealed class Entry(long loadedAt)
    {
        public long LoadedAt { get; } = loadedAt;

        public TaskCompletionSource<TValue> Value { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
