using WalletService.Contracts.Transactions;
using WalletService.CrashHost;
using WalletService.TestKit.Time;

namespace WalletService.EndToEnd.Tests.Crashes;

/// <summary>A payment that waits for the vault is called off. The reply goes out before the request is acknowledged.</summary>
internal sealed class CancelScenario : TransferScenario
{
    public override string Name => "cancel";

    protected override string FinalStatus => "Cancelled";

    protected override string? ErrorCode => "TRANSACTION_CANCELLED";

    protected override async Task<CrashCaller> PrepareAsync(CrashLane lane, string userId)
    {
        var caller = await base.PrepareAsync(lane, userId);
        await lane.CloseVaultAsync();
        await lane.Client.TransferSolAsync(caller.Wallet!.Payment(caller.Recipient, Amount) with { WaitMs = 0 });
        await Eventually.BecomesTrueAsync(async () => await RecordAsync(lane, caller) == "Ready (prepared)");
        return caller;
    }

    protected override async Task<string> AskAsync(CrashLane lane, CrashCaller caller, CancellationToken cancellationToken)
    {
        var transfer = Assert.Single(await lane.Records.TransfersAsync(caller.UserId));
        var details = await lane.Client.CancelTransactionAsync(
            new CancelTransaction { UserId = caller.UserId, TransactionId = transfer.Id }, cancellationToken);
        return $"{details.Error?.Code} {details.TransactionId} {details.Signature}";
    }

    protected override bool IsRedelivered(CrashStep step, CrashSide side) => true;

    protected override Task KeepFaultsAsync(CrashLane lane) => lane.CloseVaultAsync();
}
