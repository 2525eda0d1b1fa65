using System.Globalization;
using WalletService.Domain.Errors;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;

namespace WalletService.Domain.Batches;

/// <summary>Takes an intent to pay many recipients: commits it, and wakes the runner that does the rest.</summary>
public sealed class TransferBatchService(
    IWalletStore wallets, IBatchStore batches, BatchRunner runner, TransferOptions options, TimeProvider time)
{
    public const int MaximumRows = 2_000;

    /// <summary>Most characters of a row's reference.</summary>
    public const int MaximumReferenceLength = 64;

    /// <summary>Commits the batch, or finds the one that the same request made before. No recipient is looked at before it returns.</summary>
    public async Task<Result<Batch>> SubmitAsync(TransferBatchCommand command, CancellationToken cancellationToken)
    {
        if (Check(command) is { } refusal)
        {
            return refusal;
        }

        if (await wallets.FindAsync(command.UserId, command.WalletId, cancellationToken) is null)
        {
            return WalletErrors.WalletNotFound();
        }

        switch (await batches.AddAsync(NewBatch(command, time.GetUtcNow()), command.Rows, cancellationToken))
        {
            case BatchAdmission.Added added:
                runner.Wake();
                return added.Batch;
            case BatchAdmission.Existing existing:
                return existing.Batch;
            case BatchAdmission.Conflict:
                return WalletErrors.IdempotencyConflict();
            case BatchAdmission.Refused refused:
                return refused.Error;
            case var other:
                throw new InvalidOperationException($"Unknown admission {other}.");
        }
    }

    private static WalletError? Check(TransferBatchCommand command)
    {
        if (command.Rows.Count is 0 or > MaximumRows)
        {
            return WalletErrors.ValidationFailed("rows", string.Create(CultureInfo.InvariantCulture, $"has 1 to {MaximumRows} rows."));
        }

        var row = command.Rows.FirstOrDefault(row =>
            row.Quantity.IsZero || (command.Mint is null && !row.Quantity.TryToBaseUnits(Lamports.Decimals, out _)));
        return row is null
            ? TransferRules.CheckRequest(command.Memo, command.ValidFor)
            : WalletErrors.ValidationFailed(
                $"rows[{row.Number - 1}].amount", command.Mint is null ? "is SOL above 0 with at most 9 decimals." : "is more than 0.");
    }

    private static RequestFingerprint FingerprintOf(TransferBatchCommand command) => RequestFingerprint.Of(
    [
        "transferBatch",
        command.WalletId.ToString(),
        command.Mint?.Value,
        command.Meaning.ToString(),
        command.Memo,
        command.ValidFor?.Ticks.ToString(CultureInfo.InvariantCulture),
        .. command.Rows.SelectMany(row => (string?[])[row.Recipient.Value, row.Quantity.ToString(), row.Reference]),
    ]);

    private Batch NewBatch(TransferBatchCommand command, DateTimeOffset now) => new()
    {
        Id = BatchId.New(time),
        WalletId = command.WalletId,
        UserId = command.UserId,
        Caller = command.Caller,
        Mint = command.Mint,
        Meaning = command.Meaning,
        Memo = command.Memo,
        IdempotencyKey = command.IdempotencyKey,
        Fingerprint = FingerprintOf(command),
        Status = BatchStatus.Received,
        Version = 1,
        Deadline = now + (command.ValidFor ?? options.SigningDeadline),
        RowCount = command.Rows.Count,
        Times = new BatchTimes { ReceivedAt = now },
    };
}

/// <param name="Mint">The token that is paid; null for SOL.</param>
/// <param name="Rows">Numbered from 1 in their order.</param>
/// <param name="Meaning">What the quantities count when the mint withholds a fee.</param>
/// <param name="ValidFor">For how long transactions are signed for it; null for the service's setting.</param>
public sealed record TransferBatchCommand(
    CallerId Caller,
    UserId UserId,
    WalletId WalletId,
    SolanaAddress? Mint,
    IReadOnlyList<BatchRow> Rows,
    TokenAmountMeaning Meaning,
    string? Memo,
    IdempotencyKey IdempotencyKey,
    TimeSpan? ValidFor = null);
