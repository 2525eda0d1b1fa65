using System.Text.Json;
using WalletService.Contracts.Policies;
using WalletService.Contracts.Transactions;
using WalletService.CrashHost;
using WalletService.TestKit.Time;

namespace WalletService.EndToEnd.Tests.Crashes;

/// <summary>
/// A payment that another caller has asked for is approved by the one approver that it needs. The reply goes out before the request is
/// acknowledged, while the payment goes on.
/// </summary>
internal class ApproveScenario : TransferScenario
{
    public override string Name => "approve";

    /// <summary>How many approvals the payment needs.</summary>
    protected virtual int Required => 1;

    protected override async Task<CrashCaller> PrepareAsync(CrashLane lane, string userId)
    {
        var caller = await base.PrepareAsync(lane, userId);
        await lane.Client.SetPolicyAsync(new SetPolicy { Scope = "user", Subject = userId, Policy = PolicyOf(lane.Approvers) });
        await lane.Payer.TransferSolAsync(caller.Wallet!.Payment(caller.Recipient, Amount, caller.RequestId) with { WaitMs = 0 });
        await Eventually.BecomesTrueAsync(async () => (await lane.Records.TransfersAsync(userId)) is [{ Status: "AwaitingApproval" }]);
        return caller;
    }

    protected override async Task<string> RecordAsync(CrashLane lane, CrashCaller caller) => await base.RecordAsync(lane, caller) switch
    {
        "AwaitingApproval" => $"AwaitingApproval ({await lane.Records.ApprovalsAsync(caller.UserId)} of {Required})",
        var record => record,
    };

    protected override async Task<string> AskAsync(CrashLane lane, CrashCaller caller, CancellationToken cancellationToken)
    {
        var details = await lane.Client.ApproveTransactionAsync(await RequestOfAsync(lane, caller.UserId), cancellationToken);
        return details.TransactionId;
    }

    protected static async Task<ApproveTransaction> RequestOfAsync(CrashLane lane, string userId)
    {
        var transfer = Assert.Single(await lane.Records.TransfersAsync(userId));
        return new ApproveTransaction { UserId = userId, TransactionId = transfer.Id };
    }

    protected override bool IsRedelivered(CrashStep step, CrashSide side) => true;

    protected override async Task<string> EffectAsync(CrashLane lane, CrashCaller caller, string reply)
    {
        var transfer = Assert.Single(await lane.Records.TransfersAsync(caller.UserId));
        Assert.Equal(transfer.Id, reply);
        Assert.Equal(Required, await lane.Records.ApprovalsAsync(caller.UserId));
        Assert.Equal(Required, (await lane.Records.AuditAsync(caller.UserId)).Count(action => action == "transfer.approved"));
        return await base.EffectAsync(lane, caller, $"{FinalStatus.ToLowerInvariant()} {transfer.Id} {transfer.Signature}");
    }

    private JsonElement PolicyOf(IReadOnlyList<string> approvers) => JsonSerializer.SerializeToElement(new
    {
        form = 1,
        approvals = new { approvers, required = Required, above = new[] { new { asset = "SOL", amount = "0" } } },
    });
}
