using Microsoft.Extensions.Options;
using WalletService.Domain.Features;
using WalletService.Domain.Ports;
using WalletService.Solana.Rpc;

namespace WalletService.Ledger.Solana.Nodes;

/// <summary>
/// The pool of nodes: reads go to one that does well, and to others when it does not. See <c>docs/nodes.md</c> for the rules.
/// </summary>
internal sealed class SolanaNodes(
    IReadOnlyList<SolanaNode> all,
    ClusterTip tip,
    IOptions<SolanaOptions> options,
    IFeatureFlags features,
    TimeProvider time,
    Random random,
    LedgerMetrics metrics)
{
    /// <summary>The dependency's name in errors and in <c>/health</c>.</summary>
    public const string Dependency = "solana-rpc";

    /// <summary>Said when no node may be asked.</summary>
    public const string NoneVerified = "No Solana node has shown yet that it belongs to the expected cluster.";

    /// <summary>How often all nodes are asked before a read is given up.</summary>
    private const int Rounds = 3;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);

    /// <summary>A caller is not kept waiting longer than this for a node that asked for a pause.</summary>
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(2);

    /// <summary>Nor longer than this, in all, for nodes that have no room.</summary>
    private static readonly TimeSpan LongestWaitForRoom = TimeSpan.FromSeconds(2);

    /// <summary>Every configured node.</summary>
    public IReadOnlyList<SolanaNode> All => all;

    /// <summary>Whether any node is known to belong to the cluster that the service is meant for.</summary>
    public bool AreTrusted => all.Any(node => node.Vitals.IsVerified);

    /// <summary>The nodes that may be asked, the one to ask first at the head; drawn anew each time.</summary>
    public IReadOnlyList<SolanaNode> InOrder() => NodeOrder.Arrange(all.Where(node => node.Vitals.IsVerified), random.NextDouble);

    /// <summary>A read, which may be repeated and put to several nodes: each in turn, a bounded number of times.</summary>
    /// <exception cref="PortUnavailableException">No node gives a usable answer.</exception>
    public async Task<T> ReadAsync<T>(
        string method, Func<SolanaRpcClient, CancellationToken, Task<T>> call, CancellationToken cancellationToken) =>
        (await ReadFromAsync(method, call, cancellationToken)).Value;

    /// <summary>Like <see cref="ReadAsync"/>, and tells whose answer it is.</summary>
    /// <exception cref="PortUnavailableException">No node gives a usable answer.</exception>
    public async Task<(T Value, SolanaNode From)> ReadFromAsync<T>(
        string method, Func<SolanaRpcClient, CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        var waitedForRoom = TimeSpan.Zero;
        for (var round = 1; ;)
        {
            var outcome = await AskAsync(method, call, cancellationToken);
            if (outcome.IsAnswered)
            {
                return (outcome.Value!, outcome.From!);
            }

            if (outcome is { Failures: [], Refusal: var (node, error) })
            {
                throw new PortUnavailableException(Dependency, $"{node.Name} refuses {method} with code {error.Code}: {error.Message}", error);
            }

            var delay = DelayAfter(round, outcome);
            if (outcome.WasAsked)
            {
                round++;
            }
            else
            {
                waitedForRoom += delay;
            }

            if (round > Rounds || delay > LongestDelay || waitedForRoom > LongestWaitForRoom)
            {
                throw new PortUnavailableException(Dependency, string.Join(' ', outcome.Failures.Select(failure => failure.Message)), outcome.Failures[^1]);
            }

            await Task.Delay(delay, time, cancellationToken);
        }
    }

    /// <summary>Null while reads are put to one node at a time.</summary>
    private TimeSpan? HedgeAfter => features.IsOn(Feature.HedgedReads) ? options.Value.HedgeAfter : null;

    private Task<ReadOutcome<T>> AskAsync<T>(
        string method, Func<SolanaRpcClient, CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        var order = InOrder();
        return order.Count == 0
            ? throw new PortUnavailableException(Dependency, NoneVerified)
            : new HedgedRead<T>(order, method, call, tip, HedgeAfter, time, metrics).RunAsync(cancellationToken);
    }

    /// <summary>Nodes without room say when to come back; after failures the wait grows.</summary>
    private TimeSpan DelayAfter<T>(int round, ReadOutcome<T> outcome)
    {
        if (!outcome.WasAsked && outcome.RetryAfter is { } room)
        {
            return room;
        }

        var backoff = FirstDelay * Math.Pow(2, round - 1);
        var jittered = backoff * (0.5 + random.NextDouble());
        return outcome.RetryAfter is { } asked && asked > jittered ? asked : jittered;
    }
}
