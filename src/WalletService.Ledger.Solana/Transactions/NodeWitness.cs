using WalletService.Domain.Transactions;
using WalletService.Ledger.Solana.Nodes;
using WalletService.Solana;
using WalletService.Solana.Rpc;

namespace WalletService.Ledger.Solana.Transactions;

/// <summary>Questions one node about a transaction, in the two steps of a judgement. Nothing that falls short of proof passes for it.</summary>
internal static class NodeWitness
{
    /// <summary>The finalized slot at which the node shows that the attempt's blockhash has expired, else why that is not shown.</summary>
    public static async Task<(ulong? JudgedSlot, string? Doubt)> FindExpiryAsync(
        SolanaNode node, TransferAttempt attempt, CancellationToken cancellationToken)
    {
        try
        {
            var epoch = await node.CallAsync(
                "getEpochInfo",
                (client, token) => client.GetEpochInfoAsync(RpcCommitment.Finalized, attempt.ContextSlot, token),
                cancellationToken,
                mayExceedLimits: true);
            if (epoch.AbsoluteSlot < attempt.ContextSlot)
            {
                return (null, $"{node.Name} answered from slot {epoch.AbsoluteSlot}, behind the slot of signing {attempt.ContextSlot}.");
            }

            // By the runtime's arithmetic a transaction can still land one block after the last valid height.
            return epoch.BlockHeight > attempt.LastValidBlockHeight + 1
                ? await CheckBlockhashAsync(node, attempt, epoch.AbsoluteSlot, cancellationToken)
                : (null, $"{node.Name} has finalized block height {epoch.BlockHeight}; "
                    + $"the transaction may land up to {attempt.LastValidBlockHeight + 1}.");
        }
        catch (NodeUnavailableException exception)
        {
            return (null, exception.Message);
        }
        catch (RpcException exception)
        {
            return (null, $"{node.Name} did not tell its block height (code {exception.Code}).");
        }
    }

    /// <summary>
    /// The last valid height is one node's word, given before signing. A node that told too low a height must not have a living
    /// transaction taken for dead, so each witness is asked for the blockhash itself.
    /// </summary>
    private static async Task<(ulong? JudgedSlot, string? Doubt)> CheckBlockhashAsync(
        SolanaNode node, TransferAttempt attempt, ulong expiredAt, CancellationToken cancellationToken)
    {
        var blockhash = Blockhash.Parse(attempt.Blockhash);
        var valid = await node.CallAsync(
            "isBlockhashValid",
            (client, token) => client.IsBlockhashValidAsync(blockhash, RpcCommitment.Processed, attempt.ContextSlot, token),
            cancellationToken,
            mayExceedLimits: true);
        if (valid.Value)
        {
            return (null, $"{node.Name} takes the transaction's blockhash for valid.");
        }

        return valid.Slot < attempt.ContextSlot
            ? (null, $"{node.Name} judged the blockhash as of slot {valid.Slot}, behind the slot of signing {attempt.ContextSlot}.")
            : (expiredAt, null);
    }

    /// <summary>What the node's history has of the transaction, at the judged slot or later.</summary>
    public static async Task<NodeTestimony> LookUpAsync(
        SolanaNode node, TransferAttempt attempt, ulong judgedSlot, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await node.CallAsync(
                "getSignatureStatuses",
                (client, token) => client.GetSignatureStatusesAsync([attempt.Signature.ToKit()], searchTransactionHistory: true, token),
                cancellationToken,
                mayExceedLimits: true);
            if (answer.Value is not [var status])
            {
                return new NodeTestimony.Doubtful($"{node.Name} answered {answer.Value.Count} statuses for one transaction.");
            }

            if (status is not null)
            {
                return new NodeTestimony.Found(status.ToObserved());
            }

            if (answer.Slot < judgedSlot)
            {
                return new NodeTestimony.Doubtful($"{node.Name} answered from slot {answer.Slot}, behind the judged slot {judgedSlot}.");
            }

            // After the look-up: a node deletes its oldest blocks while it is asked.
            var firstKept = await node.CallAsync(
                "getFirstAvailableBlock",
                (client, token) => client.GetFirstAvailableBlockAsync(token),
                cancellationToken,
                mayExceedLimits: true);
            return firstKept > attempt.ContextSlot
                ? new NodeTestimony.Forgotten(
                    $"{node.Name} has kept nothing before slot {firstKept}; the transaction is of slot {attempt.ContextSlot}.")
                : new NodeTestimony.Nothing();
        }
        catch (NodeUnavailableException exception)
        {
            return new NodeTestimony.Doubtful(exception.Message);
        }
        catch (RpcException exception)
        {
            return new NodeTestimony.Doubtful($"{node.Name} could not search its history (code {exception.Code}).");
        }
    }
}
