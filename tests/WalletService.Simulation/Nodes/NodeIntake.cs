using WalletService.Simulation.Chain;
using WalletService.Simulation.Checks;
using WalletService.Simulation.Scheduling;
using WalletService.Solana;

namespace WalletService.Simulation.Nodes;

/// <summary>How nodes take transactions: preflight if it is wanted, then on to a leader, at once, later or never.</summary>
internal sealed class NodeIntake(SimulatedChain chain, Scheduler scheduler, Oracle oracle, Randomness randomness)
{
    private readonly Dictionary<string, ChainTransaction> known = new(StringComparer.Ordinal);

    public NodeReply Take(SimulatedNode node, ChainView view, NodeRequest request)
    {
        var wire = request.Bytes;
        var signature = Signature.FromBytes(wire.AsSpan(1, Signature.Length)).ToString();
        if (!known.TryGetValue(signature, out var transaction))
        {
            transaction = ChainTransaction.Parse(wire);
            if (!Ed25519.Verify(WalletService.Solana.Address.Parse(transaction.Source).Span, transaction.Message, wire.AsSpan(1, Signature.Length)))
            {
                return NodeReply.Error(-32003, "Transaction signature verification failure");
            }

            known.Add(signature, transaction);
        }

        oracle.Arrived(node.Name, transaction);
        if (!request.SkipsPreflight && FindPreflightError(view, request.PreflightCommitment, transaction) is { } error)
        {
            return NodeReply.Error(-32002, "Transaction simulation failed", $$"""{"err":{{error}},"logs":[],"unitsConsumed":0}""");
        }

        if (node.Mood != NodeMood.DroppingSends)
        {
            var delay = node.Mood == NodeMood.DelayingSends ? randomness.Milliseconds(10_000, 36_000) : randomness.Milliseconds(20, 400);
            scheduler.After(delay, () => chain.Submit(transaction));
        }

        return NodeReply.Result($"\"{signature}\"");
    }

    private static string? FindPreflightError(ChainView view, string commitment, ChainTransaction transaction)
    {
        if (view.FindLanding(transaction.Signature) is { } landing && view.IsVisibleAt(landing, commitment))
        {
            return "\"AlreadyProcessed\"";
        }

        if (!view.Knows(transaction.Blockhash, commitment))
        {
            return "\"BlockhashNotFound\"";
        }

        var balances = view.BalancesAt(commitment);
        return ChainRuntime.Execute(balances, transaction) is { } executed ? executed.Error : ChainRuntime.FindFeeError(balances, transaction);
    }
}
