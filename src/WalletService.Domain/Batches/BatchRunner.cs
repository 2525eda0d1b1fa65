using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;

namespace WalletService.Domain.Batches;

/// <summary>
/// Takes every open batch to its end, one conditional step after the other: planned, its parts made transfers, ended with the last of
/// them. It keeps nothing that the store does not have; every instance runs one, and a step that a crash has cut off is taken again.
/// That each row is paid once is the plan's doing, which is settled once with the id of the transfer that pays it.
/// </summary>
public sealed class BatchRunner(
    IBatchQueue queue,
    IBatchStore batches,
    IBatchRows records,
    IWalletStore wallets,
    ITransferStore transfers,
    TransferIntake intake,
    BatchPlanner planner,
    ITransferTelemetry telemetry,
    TransferOptions options,
    TimeProvider time,
    string owner) : IDisposable
{
    private const int ClaimAtOnce = 16;
    private const int AddAtOnce = 32;

    /// <summary>How often a batch's transactions are looked at.</summary>
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim wakeUp = new(0);

    /// <summary>A batch was committed here: it need not wait for the next round.</summary>
    public void Wake() => wakeUp.Release();

    public void Dispose() => wakeUp.Dispose();

    /// <summary>Runs until cancelled. What is open then stays in the store and is claimed by another instance.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var worked = await TryRoundAsync(cancellationToken);
                await wakeUp.WaitAsync(worked ? ProgressInterval : options.ClaimInterval, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The service stops.
        }
    }

    /// <summary>One round: every batch that is due goes as far as it can. Returns how many there were.</summary>
    public async Task<int> RunRoundAsync(CancellationToken cancellationToken)
    {
        var claimed = await queue.ClaimAsync(owner, ClaimAtOnce, options.Lease, cancellationToken);
        await Task.WhenAll(claimed.Select(batch => GuardAsync(batch, cancellationToken)));
        return claimed.Count;
    }

    private async Task<bool> TryRoundAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await RunRoundAsync(cancellationToken) > 0;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            telemetry.RoundFailed("batch", exception);
            return false;
        }
    }

    /// <summary>What fails of one batch holds up no other.</summary>
    private async Task GuardAsync(Batch batch, CancellationToken cancellationToken)
    {
        var isOpen = true;
        try
        {
            isOpen = await StepAsync(batch, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // Whether the step was taken or not: the batch goes on from what is stored.
            telemetry.RoundFailed("batch", exception);
        }

        try
        {
            if (isOpen)
            {
                await queue.ReleaseAsync(owner, batch.Id, ProgressInterval, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // The lease runs out by itself.
            telemetry.RoundFailed("batch", exception);
        }
    }

    /// <summary>Goes as far as it can. False when the batch has ended or another instance was quicker.</summary>
    private async Task<bool> StepAsync(Batch batch, CancellationToken cancellationToken)
    {
        var wallet = await wallets.FindAsync(batch.UserId, batch.WalletId, cancellationToken)
            ?? throw new InvalidOperationException($"Batch {batch.Id} has no wallet.");
        if (batch.Status == BatchStatus.Received)
        {
            var rows = await GetRowsAsync(batch, cancellationToken);
            var plan = await planner.PlanAsync(batch, rows, wallet, cancellationToken);
            if (await batches.PlanAsync(batch, plan, cancellationToken) is not { } planned)
            {
                return false;
            }

            batch = planned;
        }

        var parts = await records.GetPartsAsync(batch.Id, cancellationToken);
        if (batch.Status == BatchStatus.Planned)
        {
            await AddPartsAsync(batch, parts, wallet, cancellationToken);
            if (await batches.MoveAsync(batch, batch.Started(), cancellationToken) is not { } started)
            {
                return false;
            }

            batch = started;
        }

        return batch.Status == BatchStatus.Running && await AdvanceAsync(batch, parts, cancellationToken);
    }

    /// <summary>Makes each part a transfer. Those that are transfers already stay what they are: their ids and keys are the plan's.</summary>
    private async Task AddPartsAsync(
        Batch batch, IReadOnlyList<BatchPart> parts, Wallet wallet, CancellationToken cancellationToken)
    {
        var rows = (await GetRowsAsync(batch, cancellationToken)).ToDictionary(row => row.Number);
        foreach (var chunk in parts.Chunk(AddAtOnce))
        {
            var admitted = await Task.WhenAll(chunk.Select(part =>
                intake.AdmitAsync(TransferOf(batch, part, part.Rows.Select(row => rows[row])), wallet, cancellationToken)));
            foreach (var (part, result) in chunk.Zip(admitted))
            {
                if (!result.TryGetValue(out var transfer, out var error) || transfer.Id != part.TransactionId)
                {
                    throw new InvalidOperationException($"Part {part.Number} of batch {batch.Id} is not its transfer: {error?.Message}");
                }
            }
        }
    }

    private async Task<bool> AdvanceAsync(Batch batch, IReadOnlyList<BatchPart> parts, CancellationToken cancellationToken)
    {
        var found = await Task.WhenAll(parts.Select(part => transfers.FindAsync(batch.UserId, part.TransactionId, cancellationToken)));
        var ended = parts.Zip(found).Where(pair => pair.Second?.Status.IsEnd() == true).ToArray();
        var paid = ended.Where(pair => pair.Second!.Status == TransferStatus.Finalized).Sum(pair => pair.First.Rows.Count);
        var progress = batch.Progress with
        {
            EndedParts = ended.Length,
            PaidRows = paid,
            UnpaidRows = batch.Progress.RejectedRows + ended.Sum(pair => pair.First.Rows.Count) - paid,
        };
        if (progress == batch.Progress && progress.EndedParts < progress.Parts)
        {
            return true;
        }

        var next = batch.Advanced(progress, time.GetUtcNow());
        return await batches.MoveAsync(batch, next, cancellationToken) is { Status: not BatchStatus.Ended };
    }

    private Task<IReadOnlyList<BatchRow>> GetRowsAsync(Batch batch, CancellationToken cancellationToken) =>
        records.GetRowsAsync(batch.Id, after: 0, batch.RowCount, cancellationToken);

    private Transfer TransferOf(Batch batch, BatchPart part, IEnumerable<BatchRow> rows) => new()
    {
        Id = part.TransactionId,
        WalletId = batch.WalletId,
        UserId = batch.UserId,
        Caller = batch.Caller,
        Content = BatchPlanner.ContentOf(batch, part.Number, rows),
        IdempotencyKey = IdempotencyKey.Parse($"{IdempotencyKey.BatchPrefix}{batch.Id}:{part.Number}"),
        Fingerprint = RequestFingerprint.Of("batchPart", batch.Fingerprint.Value, part.TransactionId.ToString()),
        Status = TransferStatus.Received,
        Version = 1,
        Deadline = batch.Deadline,
        Times = new TransferTimes { ReceivedAt = time.GetUtcNow() },
    };
}
