using System.Collections.Concurrent;

namespace WalletService.Domain.Balances;

/// <summary>Askers for the same thing at the same moment share one read. It belongs to none of them: who stops waiting stops no other.</summary>
internal sealed class SharedReads<TKey, TValue>
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, Task<TValue>> reads = new();

    public Task<TValue> ReadAsync(TKey key, Func<Task<TValue>> read, CancellationToken cancellationToken)
    {
        var source = new TaskCompletionSource<TValue>(TaskCreationOptions.RunContinuationsAsynchronously);
        var shared = reads.GetOrAdd(key, source.Task);
        if (shared == source.Task)
        {
            _ = RunAsync(key, read, source);
        }

        return shared.WaitAsync(cancellationToken);
    }

    private async Task RunAsync(TKey key, Func<Task<TValue>> read, TaskCompletionSource<TValue> source)
    {
        // Whoever asks after the end finds no read that has failed.
        try
        {
            var value = await read();
            reads.TryRemove(key, out _);
            source.SetResult(value);
        }
        catch (Exception exception)
        {
            reads.TryRemove(key, out _);
            source.SetException(exception);

            // Everybody may have stopped waiting.
            _ = source.Task.Exception;
        }
    }
}
