using WalletService.Domain.Errors;
using WalletService.Domain.Policies;
using WalletService.Domain.Ports;
using WalletService.Domain.Tests.Transactions;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.TestKit.Time;

namespace WalletService.Domain.Tests.Policies;

/// <summary>Transfers of a wallet for which policies are set, from request to end.</summary>
public sealed class PolicedTransferTests
{
    private const string TwoOfThree =
        """ "approvals":{"approvers":["ann","bob","shop"],"required":2,"expiresAfterSeconds":600,"above":[{"asset":"SOL","amount":"100"}]} """;

    private static readonly CallerId Ann = CallerId.Parse("ann");
    private static readonly CallerId Bob = CallerId.Parse("bob");

    [Fact]
    public async Task What_a_policy_refuses_is_rejected_with_its_numbers_and_signed_by_nobody()
    {
        await using var scene = await TransferScene.CreateAsync();
        await SetAsync(scene, """ "perTransaction":[{"asset":"SOL","maximum":"999999999"}] """);
        var instance = scene.StartInstance("only");

        var ended = await scene.EndOfAsync(await instance.SubmitAsync(scene.Command(1_000_000_000)));

        Assert.Equal((TransferStatus.Rejected, "POLICY_DENIED"), (ended.Status, ended.Error?.Code));
        Assert.Equal("999999999", ended.Error!.Details["limit"]);
        Assert.Equal("1", ended.Error.Details["policyVersion"]);
        Assert.Equal(0, scene.Keys.SignCalls);
    }

    [Fact]
    public async Task What_has_its_approvals_is_paid_once()
    {
        await using var scene = await TransferScene.CreateAsync();
        await SetAsync(scene, TwoOfThree);
        var instance = scene.StartInstance("only");
        var transfer = await AwaitingAsync(scene, instance);

        Assert.Equal("UNAUTHORIZED_CALLER", (await RefusedAsync(instance.Approving.ApproveAsync(scene.Caller, scene.User, transfer.Id, default))).Code);
        Assert.Equal(
            "UNAUTHORIZED_CALLER",
            (await RefusedAsync(instance.Approving.ApproveAsync(CallerId.Unidentified, scene.User, transfer.Id, default))).Code);
        var once = await TakenAsync(instance.Approving.ApproveAsync(Ann, scene.User, transfer.Id, default));
        var again = await TakenAsync(instance.Approving.ApproveAsync(Ann, scene.User, transfer.Id, default));
        Assert.Equal((TransferStatus.AwaitingApproval, once.Version), (again.Status, again.Version));
        Assert.Equal(0, scene.Keys.SignCalls);
        await TakenAsync(instance.Approving.ApproveAsync(Bob, scene.User, transfer.Id, default));

        Assert.Equal(TransferStatus.Finalized, (await scene.EndOfAsync(transfer)).Status);
        Assert.Equal(1, scene.Keys.SignCalls);
        Assert.Equal(TransferStatus.Finalized, (await TakenAsync(instance.Approving.ApproveAsync(Bob, scene.User, transfer.Id, default))).Status);
    }

    [Fact]
    public async Task What_an_approver_refuses_ends()
    {
        await using var scene = await TransferScene.CreateAsync();
        await SetAsync(scene, TwoOfThree);
        var instance = scene.StartInstance("only");
        var transfer = await AwaitingAsync(scene, instance);

        var refused = await TakenAsync(instance.Approving.RejectAsync(Bob, scene.User, transfer.Id, default));

        Assert.Equal((TransferStatus.Rejected, "APPROVAL_REFUSED", "bob"), (refused.Status, refused.Error?.Code, refused.Error?.Details["approver"]));
        Assert.Equal(refused.Version, (await TakenAsync(instance.Approving.RejectAsync(Bob, scene.User, transfer.Id, default))).Version);
        Assert.Equal("NOT_AWAITING_APPROVAL", (await RefusedAsync(instance.Approving.ApproveAsync(Ann, scene.User, transfer.Id, default))).Code);
        Assert.Equal(Lamports.Zero, await scene.Port<IReservations>().GetReservedAsync(scene.Wallet.Id, default));
    }

    [Fact]
    public async Task What_nobody_approves_in_time_ends()
    {
        await using var scene = await TransferScene.CreateAsync();
        await SetAsync(scene, TwoOfThree.Replace("600", "1", StringComparison.Ordinal));
        var instance = scene.StartInstance("only");

        var ended = await scene.EndOfAsync(await AwaitingAsync(scene, instance));

        Assert.Equal((TransferStatus.Rejected, "APPROVAL_EXPIRED"), (ended.Status, ended.Error?.Code));
    }

    [Theory]
    [InlineData("before commit of Ready")]
    [InlineData("after commit of Ready")]
    public async Task An_approval_in_the_middle_of_which_the_service_dies_counts_once_or_is_given_again(string step)
    {
        await using var scene = await TransferScene.CreateAsync();
        await SetAsync(scene, TwoOfThree.Replace("\"required\":2", "\"required\":1", StringComparison.Ordinal));
        var crash = new CrashPoint(step);
        var dying = scene.StartInstance("dying", crash);
        var transfer = await AwaitingAsync(scene, dying);
        await Assert.ThrowsAsync<InvalidOperationException>(() => dying.Approving.ApproveAsync(Ann, scene.User, transfer.Id, default));
        Assert.True(crash.HasHappened);

        var heir = scene.StartInstance("heir");
        await TakenAsync(heir.Approving.ApproveAsync(Ann, scene.User, transfer.Id, default));

        var ended = await scene.EndOfAsync(transfer);
        Assert.Equal(TransferStatus.Finalized, ended.Status);
        Assert.Equal([Ann], ended.Policy!.Approvals.Select(approval => approval.Approver));
        Assert.Equal(1, scene.Keys.SignCalls);
    }

    [Fact]
    public async Task A_policy_that_is_set_while_the_vault_is_away_is_asked_before_anything_is_signed()
    {
        await using var scene = await TransferScene.CreateAsync();
        scene.Keys.Failure = new PortUnavailableException("kms", "away");
        var instance = scene.StartInstance("only");
        var transfer = await instance.SubmitAsync(scene.Command());
        await Eventually.BecomesTrueAsync(async () => (await scene.ReadAsync(transfer)).Status == TransferStatus.Ready);

        await SetAsync(scene, """ "requests":["sign"] """);
        scene.Keys.Failure = null;

        var ended = await scene.EndOfAsync(transfer);
        Assert.Equal((TransferStatus.Rejected, "POLICY_DENIED"), (ended.Status, ended.Error?.Code));
        Assert.Empty(scene.Ledger.Sends);
    }

    private static async Task SetAsync(TransferScene scene, string rules) => Assert.NotNull(await scene.Port<IPolicyStore>().SetAsync(
        new PolicyDraft(
            PolicyScope.Of(scene.Wallet.Id),
            Judged.Read($$"""{"form":1,{{rules}}}"""),
            CallerId.Parse("operations"),
            TimeProvider.System.GetUtcNow()),
        default));

    private static async Task<Transfer> AwaitingAsync(TransferScene scene, TransferInstance instance)
    {
        var transfer = await instance.SubmitAsync(scene.Command());
        await Eventually.BecomesTrueAsync(async () => (await scene.ReadAsync(transfer)).Status == TransferStatus.AwaitingApproval);
        return transfer;
    }

    private static async Task<Transfer> TakenAsync(Task<Result<Transfer>> answer)
    {
        Assert.True((await answer).TryGetValue(out var transfer, out var error), error?.Message);
        return transfer;
    }

    private static async Task<WalletError> RefusedAsync(Task<Result<Transfer>> answer)
    {
        Assert.False((await answer).TryGetValue(out _, out var error));
        return error;
    }
}
