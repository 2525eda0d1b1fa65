using System.Text;
using WalletService.Contracts;
using WalletService.Contracts.Transactions;

namespace WalletService.Benchmarks.Workloads;

/// <summary>Each payer in turn pays; the reply comes once the transfer has reached a state.</summary>
/// <param name="letter">By what <c>--only</c> names it.</param>
/// <param name="waitFor"><c>submitted</c> (a node has taken the transaction) or <c>confirmed</c> (a supermajority has voted for its block).</param>
/// <param name="payers">Each pays in turn.</param>
/// <param name="recipients">Each is paid in turn.</param>
internal sealed class TransferWorkload(
    char letter, string waitFor, IReadOnlyList<BenchmarkWallet> payers, IReadOnlyList<BenchmarkWallet> recipients)
    : ServiceWorkload(letter, $"transferSol to {waitFor}", Routes.TransferSol)
{
    private static readonly string[] States = ["submitted", "confirmed", "finalized"];

    private readonly byte[][] goodStates = [.. States.Skip(Array.IndexOf(States, waitFor)).Select(state => Encoding.UTF8.GetBytes($"\"status\":\"{state}\""))];
    private long requests;

    public override ReadOnlyMemory<byte> NextBody(long sequence)
    {
        var number = Interlocked.Increment(ref requests);
        var payer = payers[(int)(number % payers.Count)];
        var recipient = recipients[(int)((number + 1) % recipients.Count)];
        if (recipient.Address == payer.Address)
        {
            // A wallet does not pay itself.
            recipient = recipients[(int)((number + 2) % recipients.Count)];
        }

        return ToBody(new TransferSol
        {
            UserId = payer.UserId,
            WalletId = payer.WalletId,
            Recipient = recipient.Address,
            Amount = "0.000001",
            WaitFor = waitFor,
            WaitMs = 60_000,
            RequestId = $"{Letter}-{waitFor}-{number}",
        });
    }

    /// <summary>A reply that comes before the state was reached is no success here.</summary>
    public override bool IsExpected(ReadOnlySpan<byte> reply)
    {
        if (!base.IsExpected(reply))
        {
            return false;
        }

        foreach (var state in goodStates)
        {
            if (reply.IndexOf(state) >= 0)
            {
                return true;
            }
        }

        return false;
    }
}
