using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using Xunit;

namespace WalletService.TestKit.Contracts.Transactions;

/// <summary>How every <see cref="ITransferStore"/> makes many changes at once: as if one came after the other.</summary>
public abstract class ConcurrentChangesContract : StorageContract
{
    private const int AuditEntriesOfTransfer = 7;
    private const int EventsOfTransfer = 5;

    [Fact]
    public async Task Transfers_of_one_wallet_come_to_their_end_together()
    {
        var wallet = await CreateWalletAsync();

        await InParallelAsync(48, number => FinalizedAsync(wallet, $"pay-{number}"));

        await AssertAllFinalizedAsync(wallet, 48);
    }

    [Fact]
    public async Task Transfers_of_many_wallets_come_to_their_end_together()
    {
        var wallets = new List<Wallet>();
        for (var number = 0; number < 24; number++)
        {
            wallets.Add(await CreateWalletAsync());
        }

        await InParallelAsync(72, number => FinalizedAsync(wallets[number % wallets.Count], $"pay-{number}"));

        foreach (var wallet in wallets)
        {
            await AssertAllFinalizedAsync(wallet, 3);
        }
    }

    [Fact]
    public async Task What_transfers_reserve_together_is_the_sum_of_what_each_reserves()
    {
        var wallet = await CreateWalletAsync();

        await InParallelAsync(32, number => ReadyAsync(wallet, $"pay-{number}", lamports: 1_000 + (ulong)number, fee: 5));

        Assert.Equal(new Lamports((32 * 1_005) + (31 * 32 / 2)), await ReservedAsync(wallet));
        Assert.Equal(33, (await EventTypesAsync(wallet)).Length);
        Assert.Equal(65, (await AuditActionsAsync(wallet)).Length);
    }

    [Fact]
    public async Task Each_decision_sees_what_those_before_it_reserved()
    {
        var wallet = await CreateWalletAsync();
        var received = new List<Transfer>();
        for (var number = 0; number < 24; number++)
        {
            received.Add(await ReceivedAsync(wallet, $"pay-{number}"));
        }

        var seen = new ulong[received.Count];
        await InParallelAsync(received.Count, number => Storage.Transfers.DecideAsync(
            received[number],
            position =>
            {
                seen[number] = position.Reserved.Value;
                return Accept(1_000, fee: 5);
            },
            default));

        Assert.Equal(Enumerable.Range(0, received.Count).Select(number => (ulong)number * 1_005), seen.Order());
    }

    [Fact]
    public async Task A_decision_that_throws_fails_alone()
    {
        var wallet = await CreateWalletAsync();
        var received = new List<Transfer>();
        for (var number = 0; number < 16; number++)
        {
            received.Add(await ReceivedAsync(wallet, $"pay-{number}"));
        }

        var decisions = await InParallelAsync(received.Count, number => Record.ExceptionAsync(() => Storage.Transfers.DecideAsync(
            received[number],
            _ => number == 5 ? throw new ArithmeticException("A bug.") : Accept(),
            default)));

        Assert.IsType<ArithmeticException>(Assert.Single(decisions.OfType<Exception>()));
        TransferAssert.Same(received[5], await FindAsync(received[5]));
        Assert.Equal(new Lamports(15 * 1_005), await ReservedAsync(wallet));
        Assert.Equal(1 + 16 + 15, (await AuditActionsAsync(wallet)).Length);
    }

    [Fact]
    public async Task Of_equal_signatures_that_come_at_once_one_is_stored()
    {
        var wallet = await CreateWalletAsync();
        var attempt = NewAttempt();
        var ready = new List<Transfer>();
        for (var number = 0; number < 8; number++)
        {
            ready.Add(await ReadyAsync(wallet, $"pay-{number}"));
            Assert.IsType<SigningVerdict.Granted>(await Storage.Transfers.BeginSigningAsync(ready[^1], Intent(), default));
        }

        var failures = await InParallelAsync(ready.Count, number => Record.ExceptionAsync(() => Storage.Transfers.ApplyAsync(
            ready[number], Change(TransferStatus.Signed, change => change with { Attempt = attempt }), default)));

        Assert.Equal(7, failures.Count(failure => failure is DuplicateSignatureException));
        Assert.Single(failures, failure => failure is null);
        Assert.Single(await EventTypesAsync(wallet), type => type == "signed");
    }

    [Fact]
    public async Task One_of_many_equal_moves_is_made()
    {
        var wallet = await CreateWalletAsync();
        var ready = await ReadyAsync(wallet);

        var moves = await InParallelAsync(
            16, _ => Storage.Transfers.ApplyAsync(ready, Change(TransferStatus.Cancelled), default));

        Assert.Single(moves, moved => moved is not null);
        Assert.Equal(["created", "prepared", "cancelled"], await EventTypesAsync(wallet));
        Assert.Equal(Lamports.Zero, await ReservedAsync(wallet));
    }

    [Fact]
    public async Task A_transfer_from_a_wallet_that_does_not_exist_fails_alone()
    {
        var wallet = await CreateWalletAsync();

        var failures = await InParallelAsync(12, number => Record.ExceptionAsync(() => Storage.Transfers.AddAsync(
            number == 7
                ? NewTransfer(wallet, "lost") with { WalletId = WalletId.New(Time) }
                : NewTransfer(wallet, $"pay-{number}"),
            Owner,
            Lease,
            default)));

        Assert.IsType<InvalidOperationException>(Assert.Single(failures.OfType<Exception>()));
        Assert.Equal(12, (await AuditActionsAsync(wallet)).Length);
    }

    private async Task<Transfer> FinalizedAsync(Wallet wallet, string key)
    {
        var submitted = await SubmittedAsync(wallet, key);
        var confirmed = await MoveAsync(
            submitted, TransferStatus.Confirmed, change => change with { Execution = new TransferExecution { Slot = 7 } });
        return await MoveAsync(confirmed, TransferStatus.Finalized);
    }

    private async Task AssertAllFinalizedAsync(Wallet wallet, int transfers)
    {
        Assert.Equal(Lamports.Zero, await ReservedAsync(wallet));
        var events = await EventTypesAsync(wallet);
        Assert.Equal(1 + (transfers * EventsOfTransfer), events.Length);
        Assert.Equal(transfers, events.Count(type => type == "finalized"));
        var audit = await AuditActionsAsync(wallet);
        Assert.Equal(1 + (transfers * AuditEntriesOfTransfer), audit.Length);
        Assert.Equal(transfers, audit.Count(action => action == "transfer.finalized"));
    }
}
