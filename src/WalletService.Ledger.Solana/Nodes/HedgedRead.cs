using WalletService.Solana.Rpc;

namespace WalletService.Ledger.Solana.Nodes;

/// <summary>
/// Puts one read to nodes in a given order. A node that fails is followed by the next at once; a node that lets the usual time pass is
/// left to work while the next is asked as well, and the first usable answer ends the others. At most two are asked at a time.
/// </summary>
internal sealed class HedgedRead<T>(
    IReadOnlyList<SolanaNode> order,
    string method,
    Func<SolanaRpcClient, CancellationToken, Task<T>> call,
    ClusterTip tip,
    TimeSpan? hedgeAfter,
    TimeProvider time,
    LedgerMetrics metrics)
{
    /// <summary>An answer is late when it takes so many times as long as the node's answers usually do.</summary>
    private const int LateFactor = 3;

    private readonly ReadOutcome<T> outcome = new();
    private readonly List<Task<Answer>> running = [];
    private int next;

    /// <summary>Whether some node answered is told by the outcome; throws only when cancelled.</summary>
    public async Task<ReadOutcome<T>> RunAsync(CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            AskNext(ending.Token);
            while (running.Count > 0)
            {
                if (await IsTimeToHedgeAsync(ending.Token))
                {
                    metrics.Hedged(method);
                    AskNext(ending.Token);
                }

                var ended = await Task.WhenAny(running);
                running.Remove(ended);
                Take(await ended);
                if (outcome.IsAnswered)
                {
                    break;
                }

                AskNext(ending.Token);
            }

            return outcome;
        }
        finally
        {
            await ending.CancelAsync();
        }
    }

    private void AskNext(CancellationToken cancellationToken)
    {
        if (next < order.Count)
        {
            running.Add(AskAsync(order[next++], cancellationToken));
        }
    }

    /// <summary>Waits for the one node that was asked; not when there is no other that answers, or reads are not hedged.</summary>
    private async Task<bool> IsTimeToHedgeAsync(CancellationToken cancellationToken)
    {
        if (hedgeAfter is not { } soonest || running.Count > 1 || next >= order.Count || order[next].Vitals.State == NodeState.Down)
        {
            return false;
        }

        var usual = order[next - 1].Vitals.Traffic.UsualTime * LateFactor;
        return await Patience.RunsOutAsync(running, usual > soonest ? usual : soonest, time, cancellationToken);
    }

    private void Take(Answer answer)
    {
        switch (answer)
        {
            case { Failure: { } failure }:
                outcome.Fail(failure);
                break;
            case { Refusal: { } error }:
                outcome.Refuse(answer.Node, error);
                break;
            default:
                outcome.Answer(answer.Node, answer.Value!);
                break;
        }
    }

    private async Task<Answer> AskAsync(SolanaNode node, CancellationToken cancellationToken)
    {
        try
        {
            var value = await node.CallAsync(method, call, cancellationToken);
            if (value is not IAnswerInContext { Slot: var slot } || !tip.IsFarBehind(slot))
            {
                return new Answer(node, value);
            }

            node.Vitals.Traffic.Failed();
            return new Answer(
                node, default, new NodeUnavailableException($"{node.Name} answered {method} from slot {slot}, far behind slot {tip.Slot}."));
        }
        catch (NodeUnavailableException exception)
        {
            return new Answer(node, default, exception);
        }
        catch (RpcException exception)
        {
            return new Answer(node, default, Refusal: exception);
        }
    }

    private sealed record Answer(SolanaNode Node, T? Value, NodeUnavailableException? Failure = null, RpcException? Refusal = null);
}
