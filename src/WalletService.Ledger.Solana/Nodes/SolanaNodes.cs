using WalletService.Domain.Ports;
using WalletService.Solana.Rpc;

namespace WalletService.Ledger.Solana.Nodes;

/// <summary>All configured nodes, in order of preference.</summary>
internal sealed class SolanaNodes(IReadOnlyList<SolanaNode> all, ClusterIdentity cluster, TimeProvider time, Random jitter)
{
    /// <summary>The dependency's name in errors and in <c>/health</c>.</summary>
    public const string Dependency = "solana-rpc";

    /// <summary>How often all nodes are asked before a read is given up.</summary>
    private const int Rounds = 3;

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);

    /// <summary>A caller is not kept waiting longer than this for a node that asked for a pause.</summary>
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(2);

    public IReadOnlyList<SolanaNode> All => all;

    /// <summary>Whether the nodes are known to belong to the cluster that the service is meant for.</summary>
    public bool AreTrusted => cluster.IsVerified;

    /// <summary>A read, which may be repeated: each node in turn, a bounded number of times.</summary>
    /// <exception cref="PortUnavailableException">No node gives a usable answer.</exception>
    public async Task<T> ReadAsync<T>(
        string method, Func<SolanaRpcClient, CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        if (!AreTrusted)
        {
            throw new PortUnavailableException(Dependency, "The node has not yet shown that it belongs to the expected cluster.");
        }

        NodeUnavailableException? lastFailure = null;
        for (var round = 1; round <= Rounds; round++)
        {
            var (answered, value, failure) = await AskEachAsync(method, call, cancellationToken);
            if (answered)
            {
                return value!;
            }

            lastFailure = failure!;
            var delay = DelayAfter(round, lastFailure);
            if (round == Rounds || delay > LongestDelay)
            {
                break;
            }

            await Task.Delay(delay, time, cancellationToken);
        }

        throw new PortUnavailableException(Dependency, lastFailure!.Message, lastFailure);
    }

    private async Task<(bool Answered, T? Value, NodeUnavailableException? Failure)> AskEachAsync<T>(
        string method, Func<SolanaRpcClient, CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        NodeUnavailableException? failure = null;
        foreach (var node in all)
        {
            try
            {
                return (true, await node.CallAsync(method, call, cancellationToken), null);
            }
            catch (NodeUnavailableException exception)
            {
                failure = exception;
            }
            catch (RpcException exception)
            {
                throw new PortUnavailableException(
                    Dependency, $"{node.Name} refuses {method} with code {exception.Code}: {exception.Message}", exception);
            }
        }

        return (false, default, failure);
    }

    private TimeSpan DelayAfter(int round, NodeUnavailableException failure)
    {
        var backoff = FirstDelay * Math.Pow(2, round - 1);
        var jittered = backoff * (0.5 + jitter.NextDouble());
        return failure.RetryAfter is { } asked && asked > jittered ? asked : jittered;
    }
}
