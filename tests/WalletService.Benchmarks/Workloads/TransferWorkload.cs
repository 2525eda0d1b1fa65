using WalletService.Contracts;
using WalletService.Contracts.Transactions;

namespace WalletService.Benchmarks.Workloads;

/// <summary>Each wallet in turn pays the next one; the reply comes once the node has taken the transaction.</summary>
internal sealed class TransferWorkload(char letter, IReadOnlyList<BenchmarkWallet> wallets)
    : ServiceWorkload(letter, "transferSol to submitted", Routes.TransferSol)
{
    private long requests;

    public override ReadOnlyMemory<byte> NextBody(long sequence)
    {
        var number = Interlocked.Increment(ref requests);
        var payer = wallets[(int)(number % wallets.Count)];
        return ToBody(new TransferSol
        {
            UserId = payer.UserId,
            WalletId = payer.WalletId,
            Recipient = wallets[(int)((number + 1) % wallets.Count)].Address,
            Amount = "0.000001",
            WaitFor = "submitted",
            WaitMs = 30_000,
            RequestId = $"transfer-{number}",
        });
    }

    /// <summary>A reply that comes before the transaction was sent is no success here.</summary>
    public override bool IsExpected(ReadOnlySpan<byte> reply) =>
        base.IsExpected(reply)
        && (reply.IndexOf("\"status\":\"submitted\""u8) >= 0
            || reply.IndexOf("\"status\":\"confirmed\""u8) >= 0
            || reply.IndexOf("\"status\":\"finalized\""u8) >= 0);
}
