using WalletService.Contracts.Transactions;
using WalletService.Solana;
using WalletService.Solana.Messages;
using WalletService.Solana.Programs;
using WalletService.Solana.Rpc;
using WalletService.Solana.Transactions;

namespace WalletService.EndToEnd.Tests.Crashes;

/// <summary>A caller's transaction is signed and sent.</summary>
internal class SendScenario : TransferScenario
{
    public override string Name => "send";

    protected override async Task<CrashCaller> PrepareAsync(CrashLane lane, string userId)
    {
        var caller = await base.PrepareAsync(lane, userId);
        var source = Address.Parse(caller.Wallet!.Details.Address);
        var latest = await new SolanaRpcClient(new HttpClient(), lane.Localnet.RpcUrl).GetLatestBlockhashAsync(Commitment.Confirmed);
        var message = MessageCompiler.CompileLegacy(
            source, [SystemProgram.Transfer(source, Address.Parse(caller.Recipient), Lamports)], latest.Value.Blockhash);
        return caller with { Transaction = Convert.ToBase64String(Transaction.Create(message).Serialize()) };
    }

    protected override Task<TransferDetails> RequestAsync(CrashLane lane, CrashCaller caller, CancellationToken cancellationToken) =>
        lane.Client.SendTransactionAsync(
            new SendTransaction
            {
                UserId = caller.UserId,
                WalletId = caller.Wallet!.Details.WalletId,
                Transaction = caller.Transaction!,
                WaitFor = "finalized",
                WaitMs = 30_000,
                RequestId = caller.RequestId,
            },
            cancellationToken);
}
