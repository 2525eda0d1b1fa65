using System.Collections.Concurrent;
using WalletService.Domain.Values;

namespace WalletService.Domain.Transactions;

/// <summary>Tells those who wait in this process that a transfer has moved. A convenience: what counts is in the store.</summary>
public sealed class TransferSignals
{
    private readonly ConcurrentDictionary<Guid, TransferSignal> waiting = new();

    /// <summary>The signal of the transfer's next move in this process.</summary>
    public TransferSignal Next(TransactionId id) => waiting.GetOrAdd(id.Value, _ => new TransferSignal());

    /// <summary>Drops a signal that nobody waits for any more. Others who wait for it look at the store instead.</summary>
    public void Forget(TransactionId id) => waiting.TryRemove(id.Value, out _);

    public void Publish(Transfer transfer)
    {
        // The next signal stands before this one is given: who goes on waiting misses no move in between.
        while (waiting.TryGetValue(transfer.Id.Value, out var signal))
        {
            var next = new TransferSignal();
            if (waiting.TryUpdate(transfer.Id.Value, next, signal))
            {
                signal.Give(transfer, next);
                return;
            }
        }
    }
}

/// <summary>One move of a transfer, to be waited for.</summary>
public sealed class TransferSignal
{
    private readonly TaskCompletionSource<(Transfer Transfer, TransferSignal Next)> move = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes with the transfer as it has moved, and with the signal of its next move.</summary>
    public Task<(Transfer Transfer, TransferSignal Next)> Moved => move.Task;

    internal void Give(Transfer transfer, TransferSignal next) => move.TrySetResult((transfer, next));
}
