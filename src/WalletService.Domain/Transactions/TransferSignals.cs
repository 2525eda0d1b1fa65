using System.Collections.Concurrent;
using WalletService.Domain.Values;

namespace WalletService.Domain.Transactions;

/// <summary>Tells those who wait in this process that a transfer has moved. A convenience: what counts is in the store.</summary>
public sealed class TransferSignals
{
    private readonly ConcurrentDictionary<Guid, TaskCompletionSource<Transfer>> waiting = new();

    /// <summary>Completes with the transfer at its next move in this process.</summary>
    public Task<Transfer> NextAsync(TransactionId id) => waiting
        .GetOrAdd(id.Value, _ => new TaskCompletionSource<Transfer>(TaskCreationOptions.RunContinuationsAsynchronously))
        .Task;

    /// <summary>Drops a signal that nobody waits for any more. Others who wait for it look at the store instead.</summary>
    public void Forget(TransactionId id) => waiting.TryRemove(id.Value, out _);

    public void Publish(Transfer transfer)
    {
        if (waiting.TryRemove(transfer.Id.Value, out var source))
        {
            source.TrySetResult(transfer);
        }
    }
}
