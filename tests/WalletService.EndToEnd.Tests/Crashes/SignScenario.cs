using WalletService.Contracts.Transactions;
using WalletService.CrashHost;
using WalletService.Solana;
using WalletService.Solana.Messages;
using WalletService.Solana.Programs;
using WalletService.Solana.Transactions;
using WalletService.TestKit.Time;

namespace WalletService.EndToEnd.Tests.Crashes;

/// <summary>A caller's transaction is signed and given back. The reply goes out before the request is acknowledged.</summary>
internal sealed class SignScenario : CrashScenario
{
    public const string Requested = "sign.requested";
    public const string Completed = "sign.completed";

    public override string Name => "sign";

    protected override async Task<string> AskAsync(CrashLane lane, CrashCaller caller, CancellationToken cancellationToken)
    {
        var source = Address.Parse(caller.Wallet!.Details.Address);
        var message = MessageCompiler.CompileLegacy(
            source,
            [SystemProgram.Transfer(source, Address.Parse(caller.Recipient), 1)],
            Blockhash.FromBytes(new byte[Blockhash.Length]));
        var signed = await lane.Client.SignTransactionAsync(
            new SignTransaction
            {
                UserId = caller.UserId,
                WalletId = caller.Wallet.Details.WalletId,
                Transaction = Convert.ToBase64String(Transaction.Create(message).Serialize()),
                RequestId = caller.RequestId,
            },
            cancellationToken);
        return $"{signed.Signature} {signed.Complete}";
    }

    protected override bool IsRedelivered(CrashStep step, CrashSide side) =>
        step != CrashStep.Acknowledgement || side == CrashSide.Before;

    protected override async Task<string> RecordAsync(CrashLane lane, CrashCaller caller) =>
        (await lane.Records.AuditAsync(caller.UserId)).LastOrDefault(action => action is Requested or Completed) ?? OnRecord.Nothing;

    protected override async Task<string> EndAsync(CrashLane lane, CrashCaller caller)
    {
        await Eventually.BecomesTrueAsync(async () => await RecordAsync(lane, caller) == Completed);
        return Completed;
    }

    protected override async Task<string> EffectAsync(CrashLane lane, CrashCaller caller, string reply)
    {
        Assert.EndsWith(" True", reply, StringComparison.Ordinal);
        Assert.Empty(await lane.Blocks.PaymentsToAsync(caller.Recipient));
        return "none; every reply has the same signature";
    }
}
