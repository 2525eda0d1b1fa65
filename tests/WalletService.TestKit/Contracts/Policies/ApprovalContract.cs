using WalletService.Domain.Management;
using WalletService.Domain.Policies;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using Xunit;

namespace WalletService.TestKit.Contracts.Policies;

/// <summary>What the stores keep of transfers that people have to approve.</summary>
public abstract class ApprovalContract : PolicyContract
{
    private const string TwoOfThree =
        """ "approvals":{"approvers":["ann","bob","cy"],"required":2,"expiresAfterSeconds":600,"above":[{"asset":"SOL","amount":"100"}]} """;

    [Fact]
    public async Task Keeps_what_is_asked_for_and_holds_the_funds()
    {
        var (wallet, transfer) = await AwaitingAsync();

        var found = await FindAsync(transfer);

        TransferAssert.Same(transfer, found);
        Assert.Equal(TransferStatus.AwaitingApproval, found.Status);
        Assert.Equal(Time.GetUtcNow() + TimeSpan.FromSeconds(600), found.Policy!.ApprovalsUntil);
        Assert.Equal(["ann", "bob", "cy"], Assert.Single(found.Policy.Demands).Approvers.Select(approver => approver.Value));
        Assert.Equal(new Lamports(106), await ReservedAsync(wallet));
        Assert.Equal("awaitingApproval", (await EventTypesAsync(wallet))[^1]);
    }

    [Fact]
    public async Task Becomes_ready_with_the_last_approval_and_its_deadline_begins_anew()
    {
        var (wallet, transfer) = await AwaitingAsync();
        Time.Advance(TimeSpan.FromMinutes(5));

        var once = await ApproveAsync(transfer, "ann");
        var twice = await ApproveAsync(once, "cy");

        Assert.Equal((TransferStatus.AwaitingApproval, TransferStatus.Ready), (once.Status, twice.Status));
        TransferAssert.Same(twice, await FindAsync(transfer));
        Assert.Equal(Time.GetUtcNow() + (transfer.Deadline - transfer.Times.ReceivedAt), twice.Deadline);
        Assert.Equal(["transfer.approved", "transfer.approved"], (await AuditActionsAsync(wallet))[^2..]);
        Assert.IsType<SigningVerdict.Granted>(await Storage.Transfers.BeginSigningAsync(twice, Intent(), default));
    }

    /// <summary>Or whoever is on duty would be woken by every approval that took people long.</summary>
    [Fact]
    public async Task The_time_that_people_took_is_not_the_age_of_what_they_have_approved()
    {
        var (_, transfer) = await AwaitingAsync();
        Time.Advance(TimeSpan.FromMinutes(5));
        var before = await OldestReadyAsync();

        var approved = await ApproveAsync(await ApproveAsync(transfer, "ann"), "cy");

        Assert.Equal(transfer.Times.ReceivedAt, transfer.WorkBeganAt());
        Assert.Equal(Time.GetUtcNow(), approved.WorkBeganAt());
        Assert.Equal(before ?? Time.GetUtcNow(), await OldestReadyAsync());
    }

    [Fact]
    public async Task Is_nobodys_work_until_it_is_approved()
    {
        var (_, transfer) = await AwaitingAsync();
        Time.Advance(Lease * 2);
        Assert.DoesNotContain(await ClaimAsync(), claimed => claimed.Id == transfer.Id);

        await ApproveAsync(await ApproveAsync(transfer, "ann"), "bob");

        Assert.Contains(await ClaimAsync(), claimed => claimed.Id == transfer.Id);
    }

    [Fact]
    public async Task Is_work_again_when_the_time_for_approvals_is_over()
    {
        var (_, transfer) = await AwaitingAsync();

        Time.Advance(TimeSpan.FromSeconds(600));

        Assert.Contains(await ClaimAsync(), claimed => claimed.Id == transfer.Id);
    }

    [Fact]
    public async Task Lets_one_of_two_approvals_at_once_come_too_late()
    {
        var (_, transfer) = await AwaitingAsync();

        var given = await Task.WhenAll(new[] { "ann", "bob" }.Select(approver =>
            Storage.Transfers.ApplyAsync(transfer, Approval(approver), default)));

        Assert.Single(given, applied => applied is not null);
    }

    [Fact]
    public async Task Takes_back_what_is_refused()
    {
        var (wallet, transfer) = await AwaitingAsync();

        var refused = await MoveAsync(transfer, TransferStatus.Rejected);

        Assert.Equal(TransferStatus.Rejected, refused.Status);
        Assert.Equal(Lamports.Zero, await ReservedAsync(wallet));
    }

    [Fact]
    public async Task A_newer_policy_is_met_by_the_approvals_that_it_has_or_refuses_it()
    {
        var (wallet, transfer) = await AwaitingAsync();
        var ready = await ApproveAsync(await ApproveAsync(transfer, "ann"), "bob");

        await SetAsync(PolicyScope.Of(wallet.Id), TwoOfThree.Replace("\"required\":2", "\"required\":3", StringComparison.Ordinal));
        var refusal = Assert.IsType<SigningVerdict.Refused>(await Storage.Transfers.BeginSigningAsync(ready, Intent(), default));
        Assert.Equal("APPROVAL_REQUIRED", refusal.Error.Code);

        await SetAsync(PolicyScope.Of(wallet.Id), TwoOfThree.Replace("600", "700", StringComparison.Ordinal));
        Assert.IsType<SigningVerdict.Granted>(await Storage.Transfers.BeginSigningAsync(ready, Intent(), default));
    }

    [Fact]
    public async Task What_has_waited_for_its_approval_does_not_pass_a_limit_with_what_was_paid_meanwhile()
    {
        var wallet = await CreateWalletAsync();
        await SetAsync(
            PolicyScope.Of(wallet.Id),
            """
            "windows":[{"asset":"SOL","seconds":3600,"maximum":"150"}],
            "approvals":{"approvers":["ann"],"required":1,"expiresAfterSeconds":86400,"above":[{"asset":"SOL","amount":"100"}]}
            """);
        var large = await DecidedAsync(wallet, "large", 101);
        Time.Advance(TimeSpan.FromHours(2));
        var small = await DecidedAsync(wallet, "small", 50);
        Assert.Equal((TransferStatus.AwaitingApproval, TransferStatus.Ready), (large.Status, small.Status));

        var approved = await ApproveAsync(large, "ann");
        var refusal = Assert.IsType<SigningVerdict.Refused>(await Storage.Transfers.BeginSigningAsync(approved, Intent(), default));
        Assert.Equal("windows[0].maximum", refusal.Error.Details["rule"]);

        await MoveAsync(small, TransferStatus.Cancelled);
        Assert.IsType<SigningVerdict.Granted>(await Storage.Transfers.BeginSigningAsync(approved, Intent(), default));
        Assert.Equal(TransferStatus.Rejected, (await DecidedAsync(wallet, "late", 50)).Status);
    }

    private async Task<(Wallet Wallet, Transfer Transfer)> AwaitingAsync()
    {
        var wallet = await CreateWalletAsync();
        await SetAsync(PolicyScope.Of(wallet.Id), TwoOfThree);
        return (wallet, await DecidedAsync(wallet, "large", 101));
    }

    private async Task<DateTimeOffset?> OldestReadyAsync() =>
        (await Storage.Backlog.ReadAsync(default)).Transfers.SingleOrDefault(open => open.Status == TransferStatus.Ready)?.OldestSince;

    private async Task<Transfer> ApproveAsync(Transfer transfer, string approver) =>
        Moved(await Storage.Transfers.ApplyAsync(transfer, Approval(approver), default));

    private TransferChange Approval(string approver) => Change(
        TransferStatus.Ready, change => change with { Approval = new Approval(CallerId.Parse(approver), Time.GetUtcNow()) });

    private Task<IReadOnlyList<Transfer>> ClaimAsync() => Storage.Queue.ClaimAsync(OtherOwner, 1_000, Lease, default);
}
