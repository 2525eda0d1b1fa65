using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using Xunit;

namespace WalletService.TestKit.Contracts.Transactions;

/// <summary>How every <see cref="ITransferQueue"/> shares open transfers among instances.</summary>
public abstract class TransferQueueContract : StorageContract
{
    private static int tests;

    /// <summary>Each test plays some days after the one before, and first takes what earlier ones left open.</summary>
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Time.Advance(TimeSpan.FromDays(7) * Interlocked.Increment(ref tests));
        await Storage.Queue.ClaimAsync("earlier-tests", 10_000, TimeSpan.FromDays(10_000), default);
    }

    [Fact]
    public async Task Leaves_a_new_transfer_to_the_instance_that_took_it_in()
    {
        await ReceivedAsync(await CreateWalletAsync());

        Assert.Empty(await ClaimAsync(OtherOwner));
    }

    [Fact]
    public async Task Gives_a_transfer_to_another_when_its_lease_has_run_out()
    {
        var received = await ReceivedAsync(await CreateWalletAsync());
        Time.Advance(Lease);

        var claimed = Assert.Single(await ClaimAsync(OtherOwner));

        TransferAssert.Same(received with { Version = received.Version + 1 }, claimed);
        TransferAssert.Same(claimed, await FindAsync(received));
        Assert.Empty(await ClaimAsync("instance-c"));
    }

    [Fact]
    public async Task Whoever_lost_a_transfer_can_write_no_more()
    {
        var wallet = await CreateWalletAsync();
        var received = await ReceivedAsync(wallet, "pay-1");
        var ready = await ReadyAsync(wallet, "pay-2");
        var submitted = await SubmittedAsync(wallet, "pay-3");
        Time.Advance(Lease);
        Assert.Equal(3, (await ClaimAsync(OtherOwner)).Count);
        var actions = await AuditActionsAsync(wallet);

        Assert.Null(await Storage.Transfers.DecideAsync(received, _ => Accept(), default));
        Assert.IsType<SigningVerdict.TooLate>(await Storage.Transfers.BeginSigningAsync(ready, Intent(), default));
        Assert.Null(await Storage.Transfers.ApplyAsync(submitted, Change(TransferStatus.Expired), default));

        Assert.Equal(actions, await AuditActionsAsync(wallet));
        Assert.Equal(TransferStatus.Submitted, (await FindAsync(submitted)).Status);
    }

    [Fact]
    public async Task Whoever_claimed_a_transfer_goes_on_with_it()
    {
        await SignedAsync(await CreateWalletAsync());
        Time.Advance(Lease);
        var claimed = Assert.Single(await ClaimAsync(OtherOwner));

        var submitted = await MoveAsync(claimed, TransferStatus.Submitted);

        Assert.Equal(claimed.Attempt!.WireTransaction.ToArray(), submitted.Attempt!.WireTransaction.ToArray());
    }

    [Fact]
    public async Task Renewing_keeps_a_lease()
    {
        var received = await ReceivedAsync(await CreateWalletAsync());
        Time.Advance(Lease / 2);

        var held = await Storage.Queue.RenewAsync(Owner, [received.Id], Lease, default);
        Time.Advance(Lease * 0.75);

        Assert.Equal([received.Id], held);
        Assert.Empty(await ClaimAsync(OtherOwner));
        Assert.NotNull(await Storage.Transfers.DecideAsync(received, _ => Accept(), default));
    }

    [Fact]
    public async Task Renewing_tells_which_leases_are_lost()
    {
        var wallet = await CreateWalletAsync();
        var lost = await ReceivedAsync(wallet, "pay-1");
        Time.Advance(Lease);
        await ClaimAsync(OtherOwner);
        var kept = await ReceivedAsync(wallet, "pay-2");
        var ended = await MoveAsync(await ReadyAsync(wallet, "pay-3"), TransferStatus.Rejected);

        var held = await Storage.Queue.RenewAsync(Owner, [lost.Id, kept.Id, ended.Id, TransactionId.New(Time)], Lease, default);

        Assert.Equal([kept.Id], held);
    }

    [Fact]
    public async Task Renewing_nothing_is_no_error()
    {
        Assert.Empty(await Storage.Queue.RenewAsync(Owner, [], Lease, default));
    }

    [Fact]
    public async Task A_released_transfer_comes_back_after_its_delay()
    {
        var received = await ReceivedAsync(await CreateWalletAsync());

        await Storage.Queue.ReleaseAsync(Owner, received.Id, TimeSpan.FromSeconds(5), default);

        Assert.Empty(await ClaimAsync(OtherOwner));
        Time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(received.Id, Assert.Single(await ClaimAsync(OtherOwner)).Id);
    }

    [Fact]
    public async Task Releasing_what_another_holds_does_nothing()
    {
        var received = await ReceivedAsync(await CreateWalletAsync());

        await Storage.Queue.ReleaseAsync(OtherOwner, received.Id, TimeSpan.Zero, default);

        Assert.Empty(await ClaimAsync(OtherOwner));
    }

    [Fact]
    public async Task What_has_ended_is_no_work()
    {
        var wallet = await CreateWalletAsync();
        await MoveAsync(await ReadyAsync(wallet, "pay-1"), TransferStatus.Rejected);
        await MoveAsync(await SubmittedAsync(wallet, "pay-2"), TransferStatus.Finalized);
        Time.Advance(Lease);

        Assert.Empty(await ClaimAsync(OtherOwner));
    }

    [Fact]
    public async Task A_confirmed_transfer_is_still_work()
    {
        var confirmed = await MoveAsync(await SubmittedAsync(await CreateWalletAsync()), TransferStatus.Confirmed);
        Time.Advance(Lease);

        Assert.Equal(confirmed.Id, Assert.Single(await ClaimAsync(OtherOwner)).Id);
    }

    [Fact]
    public async Task Gives_the_oldest_first_and_no_more_than_asked_for()
    {
        var wallet = await CreateWalletAsync();
        var received = new List<TransactionId>();
        for (var number = 0; number < 5; number++)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            received.Add((await ReceivedAsync(wallet, $"pay-{number}")).Id);
        }

        Time.Advance(Lease);

        Assert.Equal(received.Take(2), (await ClaimAsync(OtherOwner, 2)).Select(transfer => transfer.Id));
        Assert.Equal(received.Skip(2), (await ClaimAsync(OtherOwner, 10)).Select(transfer => transfer.Id));
    }

    [Fact]
    public async Task Instances_that_claim_at_once_never_get_the_same_transfer()
    {
        var wallet = await CreateWalletAsync();
        for (var number = 0; number < 20; number++)
        {
            await ReceivedAsync(wallet, $"pay-{number}");
        }

        Time.Advance(Lease);

        var claims = await InParallelAsync(8, number => ClaimAsync($"instance-{number}", 5));
        var rest = await ClaimAsync("last", 100);

        var ids = claims.SelectMany(claim => claim).Concat(rest).Select(transfer => transfer.Id).ToArray();
        Assert.Equal(20, ids.Length);
        Assert.Equal(20, ids.Distinct().Count());
    }

    private Task<IReadOnlyList<Transfer>> ClaimAsync(string owner, int limit = 100) =>
        Storage.Queue.ClaimAsync(owner, limit, Lease, default);
}
