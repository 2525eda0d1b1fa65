using WalletService.Contracts.Transactions;
using WalletService.Solana;
using WalletService.Solana.Programs;
using WalletService.TestKit.Servers;

namespace WalletService.EndToEnd.Tests.Crashes;

/// <summary>A payment in a token that creates the recipient's account; its base units are as many as lamports are paid elsewhere.</summary>
internal sealed class TokenTransferScenario : TransferScenario
{
    private const int Decimals = 9;

    public override string Name => "transferToken";

    protected override async Task<CrashCaller> PrepareAsync(CrashLane lane, string userId)
    {
        var caller = await base.PrepareAsync(lane, userId);
        await using var issuer = TokenIssuer.Start(lane.Localnet);
        var mint = await issuer.CreateTokenMintAsync(Decimals);
        await issuer.MintToAsync(mint, caller.Wallet!.Details.Address, 4 * Lamports);
        return caller with { Mint = mint };
    }

    protected override Task<TransferDetails> RequestAsync(CrashLane lane, CrashCaller caller, CancellationToken cancellationToken) =>
        lane.Client.TransferTokenAsync(
            new TransferToken
            {
                UserId = caller.UserId,
                WalletId = caller.Wallet!.Details.WalletId,
                Recipient = caller.Recipient,
                Mint = caller.Mint!,
                Amount = Amount,
                WaitFor = "finalized",
                WaitMs = 30_000,
                RequestId = caller.RequestId,
            },
            cancellationToken);

    protected override string PaidAccount(CrashCaller caller)
    {
        var account = AssociatedTokenProgram.FindAddress(Address.Parse(caller.Recipient), TokenProgram.Id, Address.Parse(caller.Mint!));
        return ChainPayment.OfTokens(account.ToString(), caller.Mint!);
    }
}
