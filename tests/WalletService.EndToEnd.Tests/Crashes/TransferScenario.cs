using WalletService.Client;
using WalletService.Contracts.Transactions;
using WalletService.CrashHost;
using WalletService.TestKit.Time;

namespace WalletService.EndToEnd.Tests.Crashes;

/// <summary>A payment that lands at once.</summary>
internal class TransferScenario : CrashScenario
{
    /// <summary>What is paid.</summary>
    protected const ulong Lamports = 500_000_000;

    private static readonly TimeSpan EndDeadline = TimeSpan.FromMinutes(2);

    public override string Name => "transferSol";

    /// <summary>The state in which the transfer has to end.</summary>
    protected virtual string FinalStatus => "Finalized";

    /// <summary>Why it ended without payment; null when it pays.</summary>
    protected virtual string? ErrorCode => null;

    /// <summary>SOL; the wallet has 5.</summary>
    protected virtual string Amount => "0.5";

    /// <summary>By what the chain's payments name the account that is paid.</summary>
    protected virtual string PaidAccount(CrashCaller caller) => caller.Recipient;

    protected override async Task<string> AskAsync(CrashLane lane, CrashCaller caller, CancellationToken cancellationToken)
    {
        try
        {
            var details = await RequestAsync(lane, caller, cancellationToken);
            return $"{details.Status} {details.TransactionId} {details.Signature}";
        }
        catch (WalletRequestException refusal)
        {
            var details = refusal.Error.Details!;
            return $"{refusal.Error.Code} {details["transactionId"]} {details.GetValueOrDefault("signature")}";
        }
    }

    /// <summary>The request itself.</summary>
    protected virtual Task<TransferDetails> RequestAsync(CrashLane lane, CrashCaller caller, CancellationToken cancellationToken) =>
        lane.Client.TransferSolAsync(caller.Wallet!.Payment(caller.Recipient, Amount, caller.RequestId), cancellationToken);

    protected override bool IsRedelivered(CrashStep step, CrashSide side) =>
        step == CrashStep.Intent || (step == CrashStep.Acknowledgement && side == CrashSide.Before);

    protected override async Task<string> RecordAsync(CrashLane lane, CrashCaller caller) =>
        await lane.Records.TransfersAsync(caller.UserId) switch
        {
            [] => OnRecord.Nothing,
            [var transfer] => DatabaseRecords.Describe(transfer),
            var several => $"{several.Count} transfers",
        };

    protected override async Task<string> EndAsync(CrashLane lane, CrashCaller caller)
    {
        await Eventually.BecomesTrueAsync(
            async () => await lane.Records.TransfersAsync(caller.UserId) is [{ HasEnded: true }], EndDeadline);
        var transfer = Assert.Single(await lane.Records.TransfersAsync(caller.UserId));
        Assert.Equal(FinalStatus, transfer.Status);
        Assert.Equal((0m, 0m), (transfer.Reserved, transfer.ReservedTokens));
        Assert.Equal("0", (await caller.Wallet!.BalanceAsync()).ReservedLamports);
        Assert.DoesNotContain("live", transfer.Attempts);
        Assert.Equal(ErrorCode is null ? 1 : 0, (await lane.Blocks.PaymentsToAsync(PaidAccount(caller))).Count);
        await Eventually.BecomesTrueAsync(lane.Records.AllIsPublishedAsync);
        return DatabaseRecords.Describe(transfer);
    }

    protected override async Task<string> EffectAsync(CrashLane lane, CrashCaller caller, string reply)
    {
        var transfer = Assert.Single(await lane.Records.TransfersAsync(caller.UserId));
        Assert.Equal($"{ErrorCode ?? FinalStatus.ToLowerInvariant()} {transfer.Id} {transfer.Signature}", reply);
        var payments = await lane.Blocks.PaymentsToAsync(PaidAccount(caller));
        if (ErrorCode is not null)
        {
            Assert.Empty(payments);
            return "none";
        }

        Assert.Equal(new ChainPayment(PaidAccount(caller), Lamports, transfer.Signature!), Assert.Single(payments));
        return "1 payment";
    }
}
