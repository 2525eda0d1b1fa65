using WalletService.Contracts;
using WalletService.Contracts.Transactions;
using WalletService.Solana;
using WalletService.Solana.Messages;
using WalletService.Solana.Programs;
using WalletService.Solana.Transactions;

namespace WalletService.Benchmarks.Workloads;

/// <summary>Each wallet in turn signs a transfer that its caller has put together.</summary>
internal sealed class SignWorkload : ServiceWorkload
{
    private readonly (BenchmarkWallet Wallet, string Transaction)[] transactions;
    private long requests;

    public SignWorkload(char letter, IReadOnlyList<BenchmarkWallet> wallets)
        : base(letter, "wallet.transaction.sign", Routes.SignTransaction) =>
        transactions = [.. wallets.Select((wallet, index) => (wallet, Unsigned(wallet, wallets[(index + 1) % wallets.Count])))];

    public override ReadOnlyMemory<byte> NextBody(long sequence)
    {
        var number = Interlocked.Increment(ref requests);
        var (wallet, transaction) = transactions[number % transactions.Length];
        return ToBody(new SignTransaction
        {
            UserId = wallet.UserId,
            WalletId = wallet.WalletId,
            Transaction = transaction,
            RequestId = $"sign-{number}",
        });
    }

    private static string Unsigned(BenchmarkWallet from, BenchmarkWallet to)
    {
        var payer = Address.Parse(from.Address);
        var transfer = SystemProgram.Transfer(payer, Address.Parse(to.Address), lamports: 1_000);
        var message = MessageCompiler.CompileLegacy(payer, [transfer], Blockhash.FromBytes(new byte[Blockhash.Length]));
        return Convert.ToBase64String(Transaction.Create(message).Serialize());
    }
}
