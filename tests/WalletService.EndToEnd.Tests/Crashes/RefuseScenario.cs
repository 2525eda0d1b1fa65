using WalletService.Contracts.Transactions;

namespace WalletService.EndToEnd.Tests.Crashes;

/// <summary>A payment that waits for an approver is refused by it.</summary>
internal sealed class RefuseScenario : ApproveScenario
{
    public override string Name => "reject";

    protected override string FinalStatus => "Rejected";

    protected override string? ErrorCode => "APPROVAL_REFUSED";

    protected override async Task<string> AskAsync(CrashLane lane, CrashCaller caller, CancellationToken cancellationToken)
    {
        var transfer = Assert.Single(await lane.Records.TransfersAsync(caller.UserId));
        var details = await lane.Client.RejectTransactionAsync(
            new RejectTransaction { UserId = caller.UserId, TransactionId = transfer.Id }, cancellationToken);
        return $"{details.Error?.Code} {details.TransactionId} {details.Signature}";
    }

    protected override async Task<string> EffectAsync(CrashLane lane, CrashCaller caller, string reply)
    {
        var transfer = Assert.Single(await lane.Records.TransfersAsync(caller.UserId));
        Assert.Equal($"{ErrorCode} {transfer.Id} {transfer.Signature}", reply);
        Assert.Equal(0, await lane.Records.ApprovalsAsync(caller.UserId));
        Assert.Empty(await lane.Blocks.PaymentsToAsync(caller.Recipient));
        return "none";
    }
}
