using WalletService.Domain.Values;
using WalletService.TestKit.Fakes;

namespace WalletService.Messaging.Tests.Fixture;

/// <summary>A wallet with SOL in it.</summary>
internal sealed record FundedWallet(string UserId, string WalletId, string Address)
{
    public static async Task<FundedWallet> CreateAsync(RunningService service, AmqpCaller caller, ulong lamports = 10_000_000_000)
    {
        var userId = Some.User();
        var created = await caller.AskAsync("wallet.management.create", new { userId, label = "Funded" });
        var wallet = new FundedWallet(userId, created.Text("walletId"), created.Text("address"));
        service.Ledger.Fund(SolanaAddress.Parse(wallet.Address), lamports);
        return wallet;
    }

    /// <summary>A transaction as a caller would build it, in base64: pays from this wallet.</summary>
    public string Transaction(FakeLedger ledger, ulong lamports = 1_000_000, string? recipient = null) => Convert.ToBase64String(
        ledger.CallerTransaction(SolanaAddress.Parse(Address), SolanaAddress.Parse(recipient ?? Some.Address()), lamports).Span);
}
