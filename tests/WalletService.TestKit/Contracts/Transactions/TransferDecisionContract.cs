using WalletService.Domain.Errors;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using Xunit;

namespace WalletService.TestKit.Contracts.Transactions;

/// <summary>How every <see cref="ITransferStore"/> decides on transfers and reserves their funds.</summary>
public abstract class TransferDecisionContract : StorageContract
{
    [Fact]
    public async Task Accepting_reserves_amount_and_fee()
    {
        var wallet = await CreateWalletAsync();
        var received = await ReceivedAsync(wallet, lamports: 1_000);
        Time.Advance(TimeSpan.FromSeconds(1));

        var ready = Moved(await Storage.Transfers.DecideAsync(received, _ => Accept(1_000, fee: 5), default));

        Assert.Equal(TransferStatus.Ready, ready.Status);
        Assert.Equal(received.Version + 1, ready.Version);
        Assert.Equal(new Lamports(1_000), ready.Lamports);
        Assert.Equal(new FeeQuote(new Lamports(5), 450, 10_000, 65_536), ready.Quote);
        Assert.Equal(Time.GetUtcNow(), ready.Times.ReadyAt);
        TransferAssert.Same(ready, await FindAsync(received));
        Assert.Equal(new Lamports(1_005), await ReservedAsync(wallet));
        Assert.Equal(["created", "prepared"], await EventTypesAsync(wallet));
        Assert.Equal(["wallet.created", "transfer.received", "transfer.decided"], await AuditActionsAsync(wallet));
    }

    [Fact]
    public async Task Refusing_keeps_the_reason_and_reserves_nothing()
    {
        var wallet = await CreateWalletAsync();
        var received = await ReceivedAsync(wallet);
        var error = WalletErrors.InsufficientFunds("The wallet has 3 lamports.", new Lamports(3), new Lamports(1_005));

        var rejected = Moved(await Storage.Transfers.DecideAsync(received, _ => new TransferDecision.Refuse(error), default));

        Assert.Equal(TransferStatus.Rejected, rejected.Status);
        Assert.Equal(Time.GetUtcNow(), rejected.Times.EndedAt);
        TransferAssert.Same(rejected, await FindAsync(received));
        Assert.Equal("1005", (await FindAsync(received)).Error!.Details["requiredLamports"]);
        Assert.Equal(Lamports.Zero, await ReservedAsync(wallet));
        Assert.Equal(["created", "rejected"], await EventTypesAsync(wallet));
        Assert.Equal(["wallet.created", "transfer.received", "transfer.decided"], await AuditActionsAsync(wallet));
    }

    [Fact]
    public async Task Reading_again_changes_nothing()
    {
        var wallet = await CreateWalletAsync();
        var received = await ReceivedAsync(wallet);

        var same = Moved(await Storage.Transfers.DecideAsync(received, _ => new TransferDecision.ReadAgain(7), default));

        TransferAssert.Same(received, same);
        TransferAssert.Same(received, await FindAsync(received));
        Assert.Equal(["created"], await EventTypesAsync(wallet));
        Assert.Equal(["wallet.created", "transfer.received"], await AuditActionsAsync(wallet));
    }

    [Fact]
    public async Task The_decision_sees_what_other_transfers_of_the_wallet_reserve()
    {
        var user = NewUser();
        var wallet = await CreateWalletAsync(user, "one");
        await ReadyAsync(wallet, "pay-1", lamports: 1_000, fee: 5);
        await SignedAsync(wallet, "pay-2", lamports: 200, fee: 7);
        await ReadyAsync(await CreateWalletAsync(user, "two"), "pay-3", lamports: 50_000);
        var received = await ReceivedAsync(wallet, "pay-4");

        WalletPosition? seen = null;
        await Storage.Transfers.DecideAsync(
            received,
            position =>
            {
                seen = position;
                return Accept();
            },
            default);

        Assert.Equal(new WalletPosition(WalletStatus.Open, new Lamports(1_212), InFlight: new Lamports(207), SettledSlot: 0), seen);
    }

    [Fact]
    public async Task The_decision_sees_that_the_wallet_is_frozen()
    {
        var wallet = await CreateWalletAsync();
        var received = await ReceivedAsync(wallet);
        await Storage.Inspection.SetStatusAsync(wallet.Id, WalletStatus.Frozen);

        WalletStatus? seen = null;
        await Storage.Transfers.DecideAsync(
            received,
            position =>
            {
                seen = position.Status;
                return new TransferDecision.Refuse(WalletErrors.WalletFrozen());
            },
            default);

        Assert.Equal(WalletStatus.Frozen, seen);
    }

    [Fact]
    public async Task A_late_decision_is_not_even_asked_for()
    {
        var wallet = await CreateWalletAsync();
        var received = await ReceivedAsync(wallet);
        await Storage.Transfers.DecideAsync(received, _ => Accept(), default);

        var asked = false;
        var late = await Storage.Transfers.DecideAsync(
            received,
            _ =>
            {
                asked = true;
                return Accept();
            },
            default);

        Assert.Null(late);
        Assert.False(asked);
        Assert.Equal(new Lamports(1_005), await ReservedAsync(wallet));
    }

    [Fact]
    public async Task Decisions_taken_at_once_never_overdraw_together()
    {
        var wallet = await CreateWalletAsync();
        var balance = new Lamports(1_000);
        var received = new List<Transfer>();
        for (var number = 0; number < 16; number++)
        {
            received.Add(await ReceivedAsync(wallet, $"pay-{number}", 100));
        }

        var decided = await InParallelAsync(16, number => Storage.Transfers.DecideAsync(
            received[number],
            position => position.Reserved + new Lamports(105) <= balance
                ? Accept(100, fee: 5)
                : new TransferDecision.Refuse(WalletErrors.InsufficientFunds("Not enough.", balance, new Lamports(105))),
            default));

        Assert.Equal(9, decided.Count(transfer => transfer!.Status == TransferStatus.Ready));
        Assert.Equal(7, decided.Count(transfer => transfer!.Status == TransferStatus.Rejected));
        Assert.Equal(new Lamports(945), await ReservedAsync(wallet));
        Assert.Equal(17, (await EventTypesAsync(wallet)).Length);
        Assert.Equal(33, (await AuditActionsAsync(wallet)).Length);
    }

    [Fact]
    public async Task Amounts_are_exact_to_the_last_lamport()
    {
        var wallet = await CreateWalletAsync();
        var ready = await ReadyAsync(wallet, lamports: ulong.MaxValue - 5, fee: 5);

        Assert.Equal(new Lamports(ulong.MaxValue - 5), (await FindAsync(ready)).Lamports);
        Assert.Equal(new Lamports(ulong.MaxValue), await ReservedAsync(wallet));
    }

    [Fact]
    public async Task A_decision_on_what_is_decided_is_a_bug()
    {
        var ready = await ReadyAsync(await CreateWalletAsync());

        await Assert.ThrowsAsync<InvalidOperationException>(
            () => Storage.Transfers.DecideAsync(ready, _ => Accept(), default));
        TransferAssert.Same(ready, await FindAsync(ready));
    }

    [Fact]
    public async Task What_a_decision_throws_changes_nothing()
    {
        var wallet = await CreateWalletAsync();
        var received = await ReceivedAsync(wallet);

        await Assert.ThrowsAsync<OverflowException>(
            () => Storage.Transfers.DecideAsync(received, _ => throw new OverflowException(), default));

        TransferAssert.Same(received, await FindAsync(received));
        Assert.NotNull(await Storage.Transfers.DecideAsync(received, _ => Accept(), default));
    }
}
