using Microsoft.Extensions.Logging;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Ledger.Solana.Nodes;
using WalletService.Solana.Rpc;

namespace WalletService.Ledger.Solana.Transactions;

/// <summary>
/// Decides whether a signed transaction can still be executed. Dead is said only on proof, in this order: a node whose view is not
/// behind the slot seen at signing has <b>finalized</b> a block height above the last valid one plus one; and <b>then</b> every
/// node, answering from the judged slot or a later one, with its history searched, has nothing of it. Whatever falls short of
/// that is Unknown. A node whose ledger no longer reaches back to the signing slot could not know, so its null proves nothing.
/// </summary>
internal sealed class ExpiryJudge(SolanaNodes nodes, ILogger<ExpiryJudge> logger)
{
    public async Task<AttemptVerdict> JudgeAsync(TransferAttempt attempt, CancellationToken cancellationToken)
    {
        if (!nodes.AreTrusted)
        {
            return new AttemptVerdict.Unknown("The node has not yet shown that it belongs to the expected cluster.");
        }

        var (judgedSlot, doubt) = await FindExpiredAsync(attempt, cancellationToken);
        if (doubt is not null)
        {
            return new AttemptVerdict.Unknown(doubt);
        }

        // Only now: a transaction may land between an earlier look and the expiry.
        foreach (var node in nodes.All)
        {
            if (await LookUpAsync(node, attempt, judgedSlot, cancellationToken) is { } verdict)
            {
                return verdict;
            }
        }

        logger.ProvenDead(attempt.Signature.Value, judgedSlot, nodes.All.Count);
        return new AttemptVerdict.Dead(judgedSlot);
    }

    /// <summary>The finalized slot at which a node shows that the attempt's blockhash has expired, else why that is not shown.</summary>
    private async Task<(ulong JudgedSlot, string? Doubt)> FindExpiredAsync(TransferAttempt attempt, CancellationToken cancellationToken)
    {
        var doubt = "No node is configured.";
        foreach (var node in nodes.All)
        {
            try
            {
                var epoch = await node.CallAsync(
                    "getEpochInfo",
                    (client, token) => client.GetEpochInfoAsync(RpcCommitment.Finalized, attempt.ContextSlot, token),
                    cancellationToken);

                // By the runtime's arithmetic a transaction can still land one block after the last valid height.
                if (epoch.AbsoluteSlot >= attempt.ContextSlot && epoch.BlockHeight > attempt.LastValidBlockHeight + 1)
                {
                    return (epoch.AbsoluteSlot, null);
                }

                doubt = $"{node.Name} has finalized block height {epoch.BlockHeight}; "
                    + $"the transaction may land up to {attempt.LastValidBlockHeight + 1}.";
            }
            catch (NodeUnavailableException exception)
            {
                doubt = exception.Message;
            }
            catch (RpcException exception)
            {
                doubt = $"{node.Name} did not tell its block height (code {exception.Code}).";
            }
        }

        return (0, doubt);
    }

    /// <summary>Null when the node proves that it knows nothing of the transaction.</summary>
    private static async Task<AttemptVerdict?> LookUpAsync(
        SolanaNode node, TransferAttempt attempt, ulong judgedSlot, CancellationToken cancellationToken)
    {
        RpcResult<IReadOnlyList<SignatureStatus?>> answer;
        ulong firstKeptSlot;
        try
        {
            answer = await node.CallAsync(
                "getSignatureStatuses",
                (client, token) => client.GetSignatureStatusesAsync([attempt.Signature.ToKit()], searchTransactionHistory: true, token),
                cancellationToken);

            // After the look-up: a node deletes its oldest blocks while it is asked.
            firstKeptSlot = await node.CallAsync(
                "getFirstAvailableBlock", (client, token) => client.GetFirstAvailableBlockAsync(token), cancellationToken);
        }
        catch (NodeUnavailableException exception)
        {
            return new AttemptVerdict.Unknown(exception.Message);
        }
        catch (RpcException exception)
        {
            return new AttemptVerdict.Unknown($"{node.Name} could not search its history (code {exception.Code}).");
        }

        if (answer.Value is not [var status])
        {
            return new AttemptVerdict.Unknown($"{node.Name} answered {answer.Value.Count} statuses for one transaction.");
        }

        if (status is not null)
        {
            var observed = status.ToObserved();
            return observed.Confirmation == Commitment.Processed
                ? new AttemptVerdict.Unknown($"{node.Name} has processed the transaction at slot {observed.Slot}, which may yet be dropped.")
                : new AttemptVerdict.Landed(observed);
        }

        if (answer.Slot < judgedSlot)
        {
            return new AttemptVerdict.Unknown($"{node.Name} answered from slot {answer.Slot}, behind the judged slot {judgedSlot}.");
        }

        return firstKeptSlot > attempt.ContextSlot
            ? new AttemptVerdict.Unknown($"{node.Name} has kept nothing before slot {firstKeptSlot}; the transaction is of slot {attempt.ContextSlot}.")
            : null;
    }
}
