using System.Globalization;
using WalletService.Domain.Auditing;
using WalletService.Domain.Batches;
using WalletService.Domain.Errors;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using Xunit;

namespace WalletService.TestKit.Contracts.Batches;

/// <summary>What every store promises of batches and of the transfers that carry them out.</summary>
public abstract class BatchStoreContract : StorageContract
{
    private static readonly SolanaAddress Mint = SolanaAddress.Parse("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v");

    [Fact]
    public async Task A_batch_is_found_as_it_was_added()
    {
        var wallet = await CreateWalletAsync();
        var batch = NewBatch(wallet, mint: Mint) with { Memo = "Löhne ☂", Meaning = TokenAmountMeaning.Received };
        var rows = NewRows(3);

        Assert.Equal(batch, Assert.IsType<BatchAdmission.Added>(await Storage.Batches.AddAsync(batch, rows, default)).Batch);

        Assert.Equal(batch, await Storage.Batches.FindAsync(wallet.UserId, batch.Id, default));
        Assert.Equal(batch, await Storage.Batches.FindByKeyAsync(wallet.UserId, batch.IdempotencyKey, default));
        Assert.Equal(rows, await Storage.BatchRows.GetRowsAsync(batch.Id, 0, 10, default));
        Assert.Equal(rows.Skip(1).Take(1), await Storage.BatchRows.GetRowsAsync(batch.Id, 1, 1, default));
        Assert.Empty(await Storage.BatchRows.GetPartsAsync(batch.Id, default));
        Assert.Null(await Storage.Batches.FindAsync(NewUser(), batch.Id, default));
        Assert.Null(await Storage.Batches.FindByKeyAsync(NewUser(), batch.IdempotencyKey, default));
        Assert.Contains(AuditActions.BatchReceived, await AuditActionsAsync(wallet));
    }

    [Fact]
    public async Task The_same_request_finds_the_batch_and_another_one_conflicts()
    {
        var wallet = await CreateWalletAsync();
        var batch = await AddedAsync(wallet);

        var again = await Storage.Batches.AddAsync(NewBatch(wallet), NewRows(4), default);
        var other = await Storage.Batches.AddAsync(NewBatch(wallet) with { Fingerprint = RequestFingerprint.Of("other") }, NewRows(4), default);
        var transfer = await Storage.Transfers.AddAsync(NewTransfer(wallet, batch.IdempotencyKey.Value), Owner, Lease, default);

        Assert.Equal(batch, Assert.IsType<BatchAdmission.Existing>(again).Batch);
        Assert.IsType<BatchAdmission.Conflict>(other);
        Assert.IsType<TransferAdmission.Conflict>(transfer);
    }

    [Fact]
    public async Task A_transfers_key_is_no_batchs()
    {
        var wallet = await CreateWalletAsync();
        await ReceivedAsync(wallet, "batch-1");

        Assert.IsType<BatchAdmission.Conflict>(await Storage.Batches.AddAsync(NewBatch(wallet), NewRows(4), default));
        Assert.Null(await Storage.Batches.FindByKeyAsync(wallet.UserId, IdempotencyKey.Parse("batch-1"), default));
    }

    [Fact]
    public async Task Of_equal_requests_at_once_one_makes_the_batch()
    {
        var wallet = await CreateWalletAsync();

        var admissions = await InParallelAsync(8, _ => Storage.Batches.AddAsync(NewBatch(wallet), NewRows(4), default));

        var added = Assert.Single(admissions.OfType<BatchAdmission.Added>()).Batch;
        Assert.All(admissions.OfType<BatchAdmission.Existing>(), existing => Assert.Equal(added.Id, existing.Batch.Id));
        Assert.Equal(8, admissions.Length);
    }

    [Fact]
    public async Task A_plan_is_settled_once()
    {
        var wallet = await CreateWalletAsync();
        var batch = await AddedAsync(wallet);

        var plans = await InParallelAsync(4, _ => Storage.Batches.PlanAsync(batch, NewPlan(), default));

        var planned = Assert.Single(plans.OfType<Batch>());
        Assert.Equal(BatchStatus.Planned, planned.Status);
        Assert.Equal(new BatchProgress(RejectedRows: 1, Parts: 2, EndedParts: 0, PaidRows: 0, UnpaidRows: 1), planned.Progress);
        Assert.Equal(planned, await Storage.Batches.FindAsync(wallet.UserId, batch.Id, default));
        var parts = await Storage.BatchRows.GetPartsAsync(batch.Id, default);
        Assert.Equal([[1, 4], [3]], parts.Select(part => part.Rows));
        Assert.Equal(2, parts.Select(part => part.TransactionId).Distinct().Count());
        var rows = await Storage.BatchRows.GetRowsAsync(batch.Id, 0, 10, default);
        Assert.Equal([1, null, 2, 1], rows.Select(row => row.Part));
        Assert.Equal(["INVALID_RECIPIENT"], rows.Select(row => row.Error?.Code).OfType<string>());
        Assert.Equal(["created", "batch.planned"], await EventTypesAsync(wallet));
    }

    [Fact]
    public async Task A_batch_goes_from_step_to_step_and_tells_of_each()
    {
        var wallet = await CreateWalletAsync();
        var planned = await PlannedAsync(wallet);

        var running = Changed(await Storage.Batches.MoveAsync(planned, planned.Started(), default));
        var half = running.Advanced(running.Progress with { EndedParts = 1, PaidRows = 2 }, Time.GetUtcNow());
        Assert.Equal(half, await Storage.Batches.MoveAsync(running, half, default));
        Assert.Null(await Storage.Batches.MoveAsync(running, half, default));
        var ended = half.Advanced(half.Progress with { EndedParts = 2, PaidRows = 3 }, Time.GetUtcNow());
        Assert.Equal(ended, await Storage.Batches.MoveAsync(half, ended, default));

        Assert.Equal(ended, await Storage.Batches.FindAsync(wallet.UserId, planned.Id, default));
        Assert.Equal(BatchStatus.Ended, ended.Status);
        Assert.Equal(["created", "batch.planned", "batch.progress", "batch.ended"], await EventTypesAsync(wallet));
        Assert.Equal(
            [AuditActions.BatchReceived, AuditActions.BatchPlanned, AuditActions.BatchStarted, AuditActions.BatchEnded],
            (await AuditActionsAsync(wallet)).Where(action => action.StartsWith("batch.", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_plan_without_parts_is_kept()
    {
        var wallet = await CreateWalletAsync();
        var batch = await AddedAsync(wallet);
        var error = WalletErrors.InvalidRecipient("No.");

        var planned = Changed(await Storage.Batches.PlanAsync(
            batch, new BatchPlan([], [.. Enumerable.Range(1, 4).Select(row => new RefusedRow(row, error))]), default));
        var running = Changed(await Storage.Batches.MoveAsync(planned, planned.Started(), default));
        var ended = Changed(await Storage.Batches.MoveAsync(running, running.Advanced(running.Progress, Time.GetUtcNow()), default));

        Assert.Equal(BatchStatus.Ended, ended.Status);
        Assert.Equal(4, ended.Progress.UnpaidRows);
    }

    [Fact]
    public async Task An_open_batch_is_one_instances_work_at_a_time()
    {
        var wallet = await CreateWalletAsync();
        var batch = await AddedAsync(wallet);

        Assert.Contains(batch, await Storage.BatchQueue.ClaimAsync(Owner, 1_000, Lease, default));
        Assert.DoesNotContain(batch, await Storage.BatchQueue.ClaimAsync(OtherOwner, 1_000, Lease, default));
        await Storage.BatchQueue.ReleaseAsync(OtherOwner, batch.Id, TimeSpan.Zero, default);
        Assert.DoesNotContain(batch, await Storage.BatchQueue.ClaimAsync(OtherOwner, 1_000, Lease, default));

        await Storage.BatchQueue.ReleaseAsync(Owner, batch.Id, TimeSpan.FromSeconds(1), default);
        Assert.DoesNotContain(batch, await Storage.BatchQueue.ClaimAsync(OtherOwner, 1_000, Lease, default));
        Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Contains(batch, await Storage.BatchQueue.ClaimAsync(OtherOwner, 1_000, Lease, default));

        Time.Advance(Lease);
        Assert.Contains(batch, await Storage.BatchQueue.ClaimAsync(Owner, 1_000, Lease, default));
    }

    [Fact]
    public async Task An_ended_batch_is_nobodys_work()
    {
        var planned = await PlannedAsync(await CreateWalletAsync());
        var running = Changed(await Storage.Batches.MoveAsync(planned, planned.Started(), default));
        var progress = running.Progress with { EndedParts = 2, PaidRows = 3 };
        await Storage.Batches.MoveAsync(running, running.Advanced(progress, Time.GetUtcNow()), default);
        Time.Advance(Lease);

        Assert.DoesNotContain(await Storage.BatchQueue.ClaimAsync(Owner, 1_000, Lease, default), batch => batch.Id == planned.Id);
    }

    [Fact]
    public async Task A_transfer_keeps_what_it_pays_of_a_batch()
    {
        var wallet = await CreateWalletAsync();
        var place = new BatchPlace(BatchId.New(Time), 7);
        var sol = NewTransfer(wallet, "sol") with
        {
            Content = new TransferContent.SolBatch(
                place, [new SolPart(Recipient, new Lamports(5)), new SolPart(Mint, new Lamports(ulong.MaxValue))], "Löhne ☂"),
        };
        var tokens = NewTransfer(wallet, "tokens") with
        {
            Content = new TransferContent.TokenBatch(
                place, Mint, [new TokenShare(Recipient, TokenQuantity.Parse("0.1"))], TokenAmountMeaning.Received, Memo: null),
        };

        foreach (var transfer in (Transfer[])[sol, tokens])
        {
            await Storage.Transfers.AddAsync(transfer, Owner, Lease, default);

            Assert.Equal(transfer.Content, (await FindAsync(transfer)).Content);
        }
    }

    [Fact]
    public async Task A_batch_of_tokens_sees_what_others_hold_back_of_them()
    {
        var wallet = await CreateWalletAsync();
        var first = await TokenPartAsync(wallet, 1);
        var second = await TokenPartAsync(wallet, 2);
        await Storage.Transfers.DecideAsync(
            first, _ => new TransferDecision.Accept(Lamports.Zero, new FeeQuote(new Lamports(5), 450, 0), Movement(40)), default);

        TokenPosition? seen = null;
        await Storage.Transfers.DecideAsync(
            second,
            position =>
            {
                seen = position.Tokens;
                return new TransferDecision.WaitForOthers();
            },
            default);

        Assert.Equal(new TokenPosition(40, 0), seen);
    }

    protected async Task<Batch> AddedAsync(Wallet wallet) =>
        Assert.IsType<BatchAdmission.Added>(await Storage.Batches.AddAsync(NewBatch(wallet), NewRows(4), default)).Batch;

    private static Batch Changed(Batch? batch)
    {
        Assert.NotNull(batch);
        return batch;
    }

    private static TokenMovement Movement(ulong amount) => new(
        Mint, Recipient, 6, Recipient, [new TokenPart(Recipient, Recipient, amount, null, CreatesAccount: false, RequiresMemo: false, [])], Memo: null);

    private static BatchRow[] NewRows(int count) =>
    [
        .. Enumerable.Range(1, count).Select(number => new BatchRow
        {
            Number = number,
            Recipient = Recipient,
            Quantity = TokenQuantity.Parse($"{number.ToString(CultureInfo.InvariantCulture)}.5"),
            Reference = number == 2 ? null : "Zeile ☂",
        }),
    ];

    private Batch NewBatch(Wallet wallet, SolanaAddress? mint = null) => new()
    {
        Id = BatchId.New(Time),
        WalletId = wallet.Id,
        UserId = wallet.UserId,
        Caller = Caller,
        Mint = mint,
        IdempotencyKey = IdempotencyKey.Parse("batch-1"),
        Fingerprint = RequestFingerprint.Of("transferBatch", wallet.Id.ToString()),
        Status = BatchStatus.Received,
        Version = 1,
        Deadline = Time.GetUtcNow() + TimeSpan.FromMinutes(2),
        RowCount = mint is null ? 4 : 3,
        Times = new BatchTimes { ReceivedAt = Time.GetUtcNow() },
    };

    /// <summary>Of four rows the second is refused.</summary>
    private BatchPlan NewPlan() => new(
        [new BatchPart(1, TransactionId.New(Time), [1, 4]), new BatchPart(2, TransactionId.New(Time), [3])],
        [new RefusedRow(2, WalletErrors.InvalidRecipient("No."))]);

    private async Task<Batch> PlannedAsync(Wallet wallet) =>
        Changed(await Storage.Batches.PlanAsync(await AddedAsync(wallet), NewPlan(), default));

    private async Task<Transfer> TokenPartAsync(Wallet wallet, int part)
    {
        var transfer = NewTransfer(wallet, $"part-{part.ToString(CultureInfo.InvariantCulture)}") with
        {
            Content = new TransferContent.TokenBatch(
                new BatchPlace(BatchId.New(Time), part), Mint, [new TokenShare(Recipient, TokenQuantity.Parse("1"))], TokenAmountMeaning.Sent, Memo: null),
        };
        return Assert.IsType<TransferAdmission.Added>(await Storage.Transfers.AddAsync(transfer, Owner, Lease, default)).Transfer;
    }
}
