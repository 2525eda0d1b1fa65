using Microsoft.Extensions.Options;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Ledger.Solana.Nodes;

namespace WalletService.Ledger.Solana.Transactions;

/// <summary>
/// Hands signed bytes to several nodes, each once, and puts their answers together (<see cref="NodeSend.Combine"/>). The same bytes
/// may reach any number of nodes: they execute once at most. The tracker sends them again for as long as their fate is open.
/// </summary>
internal sealed class TransactionSender(SolanaNodes nodes, NodeSender sender, IOptions<SolanaOptions> options, TimeProvider time)
{
    /// <summary>A refusal is not taken from one node alone when another can be asked: it may be behind.</summary>
    private const int RefusalsNeeded = 2;

    /// <summary>So long a transaction waits, in all, for nodes that have no room; the tracker sends it again later.</summary>
    private static readonly TimeSpan LongestWaitForRoom = TimeSpan.FromSeconds(1);

    /// <summary>
    /// With preflight: nodes are asked in turn until one accepts; the others of the fan-out get the bytes as soon as it did. Without:
    /// all nodes of the fan-out at once. Answers as soon as one node has the transaction.
    /// </summary>
    public async Task<SendOutcome> SendAsync(TransferAttempt attempt, bool preflight, CancellationToken cancellationToken)
    {
        for (var waited = TimeSpan.Zero; ;)
        {
            var order = nodes.InOrder();
            if (order.Count == 0)
            {
                return new SendOutcome.Unknown($"{SolanaNodes.NoneVerified} Nothing was sent.");
            }

            var answers = preflight
                ? await SendFirstAsync(order, attempt, cancellationToken)
                : await SendAgainAsync(order, attempt, cancellationToken);
            var delay = answers.Min(answer => answer.RoomAfter);
            if (delay is null || answers.Exists(answer => answer.RoomAfter is null) || waited + delay > LongestWaitForRoom)
            {
                return NodeSend.Combine(answers);
            }

            // No node was asked: each is at its limit.
            await Task.Delay(delay.Value, time, cancellationToken);
            waited += delay.Value;
        }
    }

    private async Task<List<NodeSend>> SendFirstAsync(IReadOnlyList<SolanaNode> order, TransferAttempt attempt, CancellationToken cancellationToken)
    {
        var running = new List<Task<NodeSend>>();
        var answers = new List<NodeSend>();
        var next = 0;
        while (running.Count > 0 || next < order.Count)
        {
            if (running.Count == 0)
            {
                running.Add(sender.SendAsync(order[next++], attempt, preflight: true, cancellationToken));
            }

            var hasAnother = next < order.Count && order[next].Vitals.State != NodeState.Down;
            if (hasAnother && await Patience.RunsOutAsync(running, options.Value.HedgeAfter, time, cancellationToken))
            {
                running.Add(sender.SendAsync(order[next++], attempt, preflight: true, cancellationToken));
                continue;
            }

            var answered = await Task.WhenAny(running);
            running.Remove(answered);
            answers.Add(await answered);
            if (answers[^1].Outcome is SendOutcome.Accepted)
            {
                var having = running.Count + answers.Count(answer => answer.MayHaveTaken);
                SendOn(order.Skip(next), options.Value.SendFanOut - having, attempt);
            }

            if (IsEnough(answers, running.Count, order.Skip(next).FirstOrDefault()))
            {
                break;
            }
        }

        return answers;
    }

    /// <summary>
    /// Whether another node's answer would change nothing. While an answer is outstanding a refusal never is enough; a node that is
    /// down is not waited for to hear a second one.
    /// </summary>
    private static bool IsEnough(List<NodeSend> answers, int outstanding, SolanaNode? next)
    {
        var refusals = answers.Count(answer => answer.Outcome is SendOutcome.Refused);
        return answers[^1].Outcome is SendOutcome.Accepted or SendOutcome.AlreadyProcessed
            || (outstanding == 0 && (refusals >= RefusalsNeeded || (refusals > 0 && next?.Vitals.State == NodeState.Down)));
    }

    private async Task<List<NodeSend>> SendAgainAsync(IReadOnlyList<SolanaNode> order, TransferAttempt attempt, CancellationToken cancellationToken)
    {
        var answers = new List<NodeSend>();
        var running = new List<Task<NodeSend>>();
        var next = 0;
        while (next < order.Count && running.Count < options.Value.SendFanOut)
        {
            running.Add(sender.SendAsync(order[next++], attempt, preflight: false, cancellationToken));
        }

        while (running.Count > 0)
        {
            var answered = await Task.WhenAny(running);
            running.Remove(answered);
            answers.Add(await answered);
            if (answers[^1].Outcome is SendOutcome.Accepted or SendOutcome.AlreadyProcessed)
            {
                break;
            }

            // In its place another one, so that the fan-out is reached as far as there are nodes.
            if (next < order.Count)
            {
                running.Add(sender.SendAsync(order[next++], attempt, preflight: false, cancellationToken));
            }
        }

        return answers;
    }

    /// <summary>To further nodes, whose answers nobody waits for: the nodes' time limits end it.</summary>
    private void SendOn(IEnumerable<SolanaNode> others, int count, TransferAttempt attempt)
    {
        foreach (var node in others.Where(node => node.Vitals.State != NodeState.Down).Take(Math.Max(0, count)))
        {
            _ = sender.SendAsync(node, attempt, preflight: false, CancellationToken.None);
        }
    }
}
