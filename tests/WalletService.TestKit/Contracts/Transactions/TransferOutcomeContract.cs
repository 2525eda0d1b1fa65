using WalletService.Domain.Errors;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using Xunit;

namespace WalletService.TestKit.Contracts.Transactions;

/// <summary>How every <see cref="ITransferStore"/> takes transfers to their end and gives reserved funds back.</summary>
public abstract class TransferOutcomeContract : StorageContract
{
    private const string ChainError = """{"InstructionError":[2,{"Custom":1}]}""";

    [Fact]
    public async Task Goes_through_a_whole_life_and_tells_each_step()
    {
        var wallet = await CreateWalletAsync();
        var submitted = await SubmittedAsync(wallet);
        Time.Advance(TimeSpan.FromSeconds(1));
        var confirmed = await MoveAsync(submitted, TransferStatus.Confirmed, At(400));
        Time.Advance(TimeSpan.FromSeconds(10));

        var finalized = await MoveAsync(confirmed, TransferStatus.Finalized, change => change with { Execution = Executed() });

        TransferAssert.Same(
            submitted with
            {
                Status = TransferStatus.Finalized,
                Version = submitted.Version + 2,
                Attempt = submitted.Attempt! with { Outcome = AttemptOutcome.Landed },
                Execution = Executed(),
                Times = submitted.Times with { ConfirmedAt = Time.GetUtcNow().AddSeconds(-10), EndedAt = Time.GetUtcNow() },
            },
            finalized);
        TransferAssert.Same(finalized, await FindAsync(finalized));
        Assert.Equal(
            ["created", "prepared", "signed", "submitted", "confirmed", "finalized", "balance.updated"], await EventTypesAsync(wallet));
        Assert.Equal(
            [
                "wallet.created", "transfer.received", "transfer.decided", "key.signing", "transfer.signed", "transfer.submitted",
                "transfer.confirmed", "transfer.finalized",
            ],
            await AuditActionsAsync(wallet));
    }

    [Fact]
    public async Task An_event_tells_what_a_listener_needs()
    {
        var wallet = await CreateWalletAsync();
        var confirmed = await MoveAsync(await SubmittedAsync(wallet), TransferStatus.Confirmed, At(400));

        var told = (await EventsAsync(wallet))[^1];

        Assert.Equal("transaction-events", told.Topic);
        Assert.Equal("confirmed", told.Type);
        Assert.Equal(wallet.UserId, told.UserId);
        Assert.Equal(Time.GetUtcNow(), told.OccurredAt);
        Assert.Contains($"\"transactionId\":\"{confirmed.Id}\"", told.Data.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("\"lamports\":\"1000\"", told.Data.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains($"\"signature\":\"{confirmed.Attempt!.Signature}\"", told.Data.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Confirmation_gives_the_reservation_back_and_says_from_which_slot_a_balance_shows_it()
    {
        var wallet = await CreateWalletAsync();
        var submitted = await SubmittedAsync(wallet);
        Assert.Equal(new Lamports(1_005), await ReservedAsync(wallet));

        await MoveAsync(submitted, TransferStatus.Confirmed, At(400));

        Assert.Equal(Lamports.Zero, await ReservedAsync(wallet));
        Assert.Equal(400UL, await SettledSlotAsync(wallet));
    }

    [Theory]
    [InlineData(TransferStatus.Finalized, AttemptOutcome.Landed)]
    [InlineData(TransferStatus.Failed, AttemptOutcome.Landed)]
    [InlineData(TransferStatus.Expired, AttemptOutcome.Dead)]
    public async Task Every_end_gives_the_reservation_back(TransferStatus end, AttemptOutcome outcome)
    {
        var wallet = await CreateWalletAsync();
        var submitted = await SubmittedAsync(wallet, lamports: 1_000);
        await ReadyAsync(wallet, "pay-2", lamports: 70, fee: 5);

        var ended = await MoveAsync(submitted, end);

        Assert.Equal(outcome, ended.Attempt!.Outcome);
        Assert.Equal(outcome, (await FindAsync(ended)).Attempt!.Outcome);
        Assert.Equal(Time.GetUtcNow(), ended.Times.EndedAt);
        Assert.Equal(new Lamports(75), await ReservedAsync(wallet));
    }

    [Fact]
    public async Task A_rejection_before_signing_gives_the_reservation_back()
    {
        var wallet = await CreateWalletAsync();
        var ready = await ReadyAsync(wallet);

        await MoveAsync(ready, TransferStatus.Rejected, change => change with { Error = WalletErrors.WalletFrozen() });

        Assert.Equal("WALLET_FROZEN", (await FindAsync(ready)).Error!.Code);
        Assert.Equal(Lamports.Zero, await ReservedAsync(wallet));
        Assert.Equal("transfer.rejected", (await AuditActionsAsync(wallet))[^1]);
    }

    [Fact]
    public async Task A_dropped_block_reserves_again()
    {
        var wallet = await CreateWalletAsync();
        var submitted = await SubmittedAsync(wallet);
        var confirmed = await MoveAsync(submitted, TransferStatus.Confirmed, At(400));

        var dropped = await MoveAsync(confirmed, TransferStatus.Submitted);

        Assert.Equal(new Lamports(1_005), await ReservedAsync(wallet));
        Assert.Null(dropped.Execution);
        Assert.Equal(AttemptOutcome.Live, dropped.Attempt!.Outcome);
        Assert.Equal(submitted.Times, dropped.Times);
        TransferAssert.Same(dropped, await FindAsync(dropped));
    }

    [Fact]
    public async Task The_settled_slot_never_falls()
    {
        var wallet = await CreateWalletAsync();
        await MoveAsync(await SubmittedAsync(wallet, "pay-1"), TransferStatus.Confirmed, At(400));

        await MoveAsync(await SubmittedAsync(wallet, "pay-2"), TransferStatus.Confirmed, At(399));

        Assert.Equal(400UL, await SettledSlotAsync(wallet));
    }

    [Fact]
    public async Task A_failure_keeps_the_chains_error_and_is_told_to_those_who_watch_errors()
    {
        var wallet = await CreateWalletAsync();
        var submitted = await SubmittedAsync(wallet);

        var failed = await MoveAsync(submitted, TransferStatus.Failed, change => change with
        {
            Execution = Executed() with { ChainError = ChainError },
            Error = WalletErrors.TransactionFailed(ChainError, "Program failed"),
        });

        TransferAssert.Same(failed, await FindAsync(failed));
        Assert.Equal(ChainError, (await FindAsync(failed)).Execution!.ChainError);
        var events = await EventsAsync(wallet);
        Assert.Equal(
            [("transaction-events", "failed"), ("error-events", "transaction.failed"), ("portfolio-events", "balance.updated")],
            events.TakeLast(3).Select(entry => (entry.Topic, entry.Type)));
    }

    [Fact]
    public async Task A_late_change_writes_nothing()
    {
        var wallet = await CreateWalletAsync();
        var signed = await SignedAsync(wallet);
        var submitted = await MoveAsync(signed, TransferStatus.Submitted);

        Assert.Null(await Storage.Transfers.ApplyAsync(signed, Change(TransferStatus.Expired), default));

        TransferAssert.Same(submitted, await FindAsync(signed));
        Assert.Equal(new Lamports(1_005), await ReservedAsync(wallet));
        Assert.Equal(["created", "prepared", "signed", "submitted"], await EventTypesAsync(wallet));
    }

    [Fact]
    public async Task One_of_changes_made_at_once_wins()
    {
        var submitted = await SubmittedAsync(await CreateWalletAsync());

        var changes = await InParallelAsync(
            8, _ => Storage.Transfers.ApplyAsync(submitted, Change(TransferStatus.Confirmed, At(400)), default));

        Assert.Single(changes, change => change is not null);
    }

    [Theory]
    [InlineData(TransferStatus.Confirmed)]
    [InlineData(TransferStatus.Expired)]
    [InlineData(TransferStatus.Received)]
    public async Task A_move_that_does_not_exist_is_a_bug(TransferStatus to)
    {
        var ready = await ReadyAsync(await CreateWalletAsync());

        await Assert.ThrowsAsync<InvalidOperationException>(() => Storage.Transfers.ApplyAsync(ready, Change(to), default));
        TransferAssert.Same(ready, await FindAsync(ready));
    }

    [Fact]
    public async Task Events_of_a_wallet_have_no_gap_whatever_runs_at_once()
    {
        var wallet = await CreateWalletAsync();

        await InParallelAsync(8, number => SubmittedAsync(wallet, $"pay-{number}"));

        Assert.Equal(1 + (8 * 3), (await EventTypesAsync(wallet)).Length);
        Assert.Equal(1 + (8 * 5), (await AuditActionsAsync(wallet)).Length);
        Assert.Equal(new Lamports(8 * 1_005), await ReservedAsync(wallet));
    }

    private static Func<TransferChange, TransferChange> At(ulong slot) =>
        change => change with { Execution = new TransferExecution { Slot = slot } };

    private static TransferExecution Executed() => new()
    {
        Slot = 400,
        BlockTime = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero),
        Fee = new Lamports(5),
        SourceBefore = new Lamports(ulong.MaxValue),
        SourceAfter = new Lamports(ulong.MaxValue - 1_005),
        RecipientBefore = Lamports.Zero,
        RecipientAfter = new Lamports(1_000),
    };

    private async Task<ulong> SettledSlotAsync(Domain.Management.Wallet wallet)
    {
        var slot = 0UL;
        await Storage.Transfers.DecideAsync(
            await ReceivedAsync(wallet, $"ask-{Guid.CreateVersion7(Time.GetUtcNow())}"),
            position =>
            {
                slot = position.SettledSlot;
                return new TransferDecision.ReadAgain(0);
            },
            default);
        return slot;
    }
}
