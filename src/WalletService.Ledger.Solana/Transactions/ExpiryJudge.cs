using Microsoft.Extensions.Logging;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Ledger.Solana.Nodes;

namespace WalletService.Ledger.Solana.Transactions;

/// <summary>
/// Decides whether a signed transaction can still be executed. Dead is said only on proof, in this order: nodes whose view is not
/// behind the slot seen at signing have <b>finalized</b> a block height above the last valid one plus one; and <b>then</b> each of
/// them, answering from the judged slot or a later one, with its history searched, has nothing of it. Every healthy node must prove
/// this by itself, and two at least where two are configured: no node's word is taken for another's, so one that is wrong or lies
/// cannot bring about a second payment. A node that is not healthy may help to reach the two, and can't hold up the others. Whatever
/// falls short of that is Unknown. A node whose ledger no longer reaches back to the signing slot could not know, so its null proves
/// nothing.
/// </summary>
internal sealed class ExpiryJudge(SolanaNodes nodes, ILogger<ExpiryJudge> logger)
{
    private const int WitnessesWhereThereAreSeveral = 2;

    public async Task<AttemptVerdict> JudgeAsync(TransferAttempt attempt, CancellationToken cancellationToken)
    {
        var witnesses = Witnesses();
        if (witnesses.Count < WitnessesNeeded)
        {
            return new AttemptVerdict.Unknown(
                $"{witnesses.Count} Solana node(s) have shown that they belong to the expected cluster; {WitnessesNeeded} are needed.");
        }

        var expiries = await Task.WhenAll(witnesses.Select(node => NodeWitness.FindExpiryAsync(node, attempt, cancellationToken)));
        var judgedSlot = expiries.Max(expiry => expiry.JudgedSlot) ?? 0;
        var doubts = witnesses.Zip(expiries).ToDictionary(pair => pair.First, pair => pair.Second.Doubt);
        if (FindDoubt(doubts) is { } doubt)
        {
            return new AttemptVerdict.Unknown(doubt);
        }

        // Only now: a transaction may land between an earlier look and the expiry.
        var testimonies = await Task.WhenAll(witnesses.Select(node => NodeWitness.LookUpAsync(node, attempt, judgedSlot, cancellationToken)));
        if (FindTrace(testimonies, WitnessesNeeded) is { } trace)
        {
            return trace;
        }

        foreach (var (node, testimony) in witnesses.Zip(testimonies))
        {
            doubts[node] ??= testimony switch
            {
                NodeTestimony.Doubtful doubtful => doubtful.Reason,
                NodeTestimony.Forgotten forgotten => forgotten.Reason,
                _ => null,
            };
        }

        if (FindDoubt(doubts) is { } remaining)
        {
            return new AttemptVerdict.Unknown(remaining);
        }

        logger.ProvenDead(attempt.Signature.Value, judgedSlot, doubts.Values.Count(each => each is null));
        return new AttemptVerdict.Dead(judgedSlot);
    }

    private int WitnessesNeeded => Math.Min(WitnessesWhereThereAreSeveral, nodes.All.Count);

    /// <summary>All that are not down; those too, where there are not enough others.</summary>
    private IReadOnlyList<SolanaNode> Witnesses()
    {
        var all = nodes.InOrder();
        var answering = all.Where(node => node.Vitals.State != NodeState.Down).ToList();
        return answering.Count < WitnessesNeeded ? all : answering;
    }

    /// <summary>Why the witnesses that are left without a doubt do not make a proof; null when they do.</summary>
    private string? FindDoubt(Dictionary<SolanaNode, string?> doubts)
    {
        var healthyDoubt = doubts.FirstOrDefault(entry => entry.Value is not null && entry.Key.Vitals.State == NodeState.Healthy).Value;
        return healthyDoubt
            ?? (doubts.Values.Count(doubt => doubt is null) < WitnessesNeeded
                ? string.Join(' ', doubts.Values.Where(doubt => doubt is not null))
                : null);
    }

    /// <summary>
    /// What any node has of the transaction, be it the only one: it counts even from one that proves nothing else. That it is final, as
    /// many nodes must say as it takes to prove the contrary; nodes that could not know, having lost that part of the ledger, need not.
    /// </summary>
    private static AttemptVerdict? FindTrace(IReadOnlyList<NodeTestimony> testimonies, int needed)
    {
        var statuses = testimonies.OfType<NodeTestimony.Found>().Select(testimony => testimony.Status).ToList();
        var found = statuses.MaxBy(status => status.Confirmation);
        if (found is null)
        {
            return null;
        }

        if (found.Confirmation == Commitment.Processed)
        {
            return new AttemptVerdict.Unknown($"A node has processed the transaction at slot {found.Slot}, which may yet be dropped.");
        }

        if (found.Confirmation == Commitment.Confirmed)
        {
            return new AttemptVerdict.Landed(found);
        }

        var forgotten = testimonies.OfType<NodeTestimony.Forgotten>().Count();
        var agreed = statuses
            .Where(status => status.Confirmation == Commitment.Finalized)
            .GroupBy(status => status.ChainError is null)
            .Where(same => same.Count() + forgotten >= needed)
            .ToList();
        return agreed is [var outcome]
            ? new AttemptVerdict.Landed(outcome.First())
            : new AttemptVerdict.Unknown($"A node has finalized the transaction at slot {found.Slot}, and the others do not say the same.");
    }
}
