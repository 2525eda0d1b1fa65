using Microsoft.Extensions.Logging;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Ledger.Solana.Nodes;
using WalletService.Solana.Rpc;

namespace WalletService.Ledger.Solana.Transactions;

/// <summary>
/// Takes no node's word alone that a transaction is finalized: a false success would have its sender believe that he has paid, a false
/// failure would have him pay again. Another node that answers must say the same, where there is one. While all others are down or behind
/// by their own account, success is believed to one node, failure to none.
/// </summary>
internal sealed class FinalWord(SolanaNodes nodes, ILogger<FinalWord> logger)
{
    /// <param name="giver">Who told the statuses.</param>
    /// <param name="signatures">What was asked for.</param>
    /// <param name="statuses">For each of them.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The statuses; those finalized ones that nobody else confirms, as what is known of them for sure.</returns>
    public async Task<IReadOnlyList<ObservedStatus?>> ConfirmAsync(
        SolanaNode giver,
        IReadOnlyList<TransactionSignature> signatures,
        IReadOnlyList<ObservedStatus?> statuses,
        CancellationToken cancellationToken)
    {
        var open = Enumerable.Range(0, statuses.Count).Where(index => statuses[index]?.Confirmation == Commitment.Finalized).ToList();
        if (open.Count == 0 || nodes.All.Count == 1)
        {
            return statuses;
        }

        var witnesses = nodes.InOrder().Where(node => node != giver && node.Vitals.IsWitness).ToList();
        var told = statuses.ToArray();
        foreach (var index in open)
        {
            told[index] = Unconfirmed(statuses[index]!, isAlone: witnesses.Count == 0);
        }

        foreach (var witness in witnesses)
        {
            if (open.Count == 0)
            {
                break;
            }

            var answers = await AskAsync(witness, [.. open.Select(index => signatures[index])], cancellationToken);
            foreach (var (index, answer) in open.Zip(answers).ToList())
            {
                told[index] = Join(giver, witness, signatures[index], statuses[index]!, answer, told[index]!);
                if (told[index]!.Confirmation == Commitment.Finalized)
                {
                    open.Remove(index);
                }
            }
        }

        return told;
    }

    private static ObservedStatus Unconfirmed(ObservedStatus status, bool isAlone) =>
        isAlone && status.ChainError is null ? status : status with { Confirmation = Commitment.Processed, ChainError = null };

    /// <summary>What is known with this witness's answer; before it, <paramref name="known"/>.</summary>
    private ObservedStatus Join(
        SolanaNode giver, SolanaNode witness, TransactionSignature signature, ObservedStatus status, ObservedStatus? answer, ObservedStatus known)
    {
        if (answer is null)
        {
            return known;
        }

        if (answer.ChainError is null != status.ChainError is null)
        {
            logger.StatusesDisagree(giver.Name, witness.Name, signature.Value);
            return known;
        }

        return answer.Confirmation > known.Confirmation ? status with { Confirmation = answer.Confirmation } : known;
    }

    /// <summary>Nulls when the node gives no answer.</summary>
    private static async Task<IReadOnlyList<ObservedStatus?>> AskAsync(
        SolanaNode witness, IReadOnlyList<TransactionSignature> signatures, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await witness.CallAsync(
                "getSignatureStatuses",
                (client, token) => client.GetSignatureStatusesAsync(
                    [.. signatures.Select(signature => signature.ToKit())], searchTransactionHistory: true, token),
                cancellationToken);
            return answer.Value.Count == signatures.Count ? [.. answer.Value.Select(status => status?.ToObserved())] : new ObservedStatus?[signatures.Count];
        }
        catch (Exception exception) when (exception is NodeUnavailableException or RpcException)
        {
            return new ObservedStatus?[signatures.Count];
        }
    }
}
