using WalletService.Domain.Errors;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;

namespace WalletService.Domain.Batches;

/// <summary>Tells what has become of batches, row by row.</summary>
public sealed class BatchLookup(IBatchStore batches, IBatchRows records, ITransferStore transfers, TimeProvider time)
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(500);

    public async Task<Result<Batch>> GetAsync(UserId userId, BatchId id, CancellationToken cancellationToken) =>
        await batches.FindAsync(userId, id, cancellationToken) is { } batch ? batch : WalletErrors.BatchNotFound();

    public async Task<Result<Batch>> GetAsync(UserId userId, IdempotencyKey key, CancellationToken cancellationToken) =>
        await batches.FindByKeyAsync(userId, key, cancellationToken) is { } batch ? batch : WalletErrors.BatchNotFound();

    /// <summary>The rows behind number <paramref name="after"/>, each with the transfer that pays it as it stands.</summary>
    public async Task<BatchPage> GetRowsAsync(Batch batch, int after, int limit, CancellationToken cancellationToken)
    {
        var rows = await records.GetRowsAsync(batch.Id, after, limit, cancellationToken);
        var wanted = rows.Select(row => row.Part).OfType<int>().ToHashSet();
        var parts = wanted.Count == 0
            ? []
            : (await records.GetPartsAsync(batch.Id, cancellationToken)).Where(part => wanted.Contains(part.Number)).ToArray();
        var found = await Task.WhenAll(parts.Select(part => transfers.FindAsync(batch.UserId, part.TransactionId, cancellationToken)));
        var byPart = parts.Zip(found).ToDictionary(pair => pair.First.Number, pair => pair.Second);
        return new BatchPage(
            [.. rows.Select(row => new BatchRowState(row, row.Part is { } part ? byPart.GetValueOrDefault(part) : null))],
            rows.Count == limit && rows[^1].Number < batch.RowCount ? rows[^1].Number : null);
    }

    /// <summary>The batch when it has ended, or as it stands after <paramref name="atMost"/> or when cancelled.</summary>
    public async Task<Batch> WaitForEndAsync(Batch batch, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        try
        {
            while (batch.Status != BatchStatus.Ended && atMost - time.GetElapsedTime(started) is { } left && left > TimeSpan.Zero)
            {
                await Task.Delay(left < LookInterval ? left : LookInterval, time, cancellationToken);
                batch = await batches.FindAsync(batch.UserId, batch.Id, cancellationToken) ?? batch;
            }
        }
        catch (Exception exception) when (exception is PortUnavailableException or OperationCanceledException)
        {
            // The caller is told what is known: the batch is committed and goes on by itself.
        }

        return batch;
    }
}

/// <param name="Next">The number to pass as <c>after</c> for the next page, or null at the end.</param>
public sealed record BatchPage(IReadOnlyList<BatchRowState> Rows, int? Next);

/// <param name="Transfer">What pays the row, as it stands; null while it is no transfer yet, and for a rejected row.</param>
public sealed record BatchRowState(BatchRow Row, Transfer? Transfer);
