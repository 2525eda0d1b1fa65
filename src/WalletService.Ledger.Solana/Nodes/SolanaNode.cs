using System.Diagnostics;
using Polly;
using Polly.CircuitBreaker;
using WalletService.Solana.Rpc;

namespace WalletService.Ledger.Solana.Nodes;

/// <summary>
/// One node. Every call has a time limit, is measured, and is held back while the node asked for a pause (429 with
/// <c>Retry-After</c>) or has just failed too often (circuit breaker). Nothing is repeated here.
/// </summary>
internal sealed class SolanaNode
{
    /// <summary>JSON-RPC 2.0: the node failed by itself.</summary>
    private const int InternalError = -32603;

    private static readonly ActivitySource Activities = new("WalletService");

    private readonly SolanaRpcClient client;
    private readonly TimeSpan timeout;
    private readonly TimeProvider time;
    private readonly LedgerMetrics metrics;
    private readonly ResiliencePipeline breaker;
    private readonly CircuitBreakerStateProvider breakerState = new();
    private readonly NodePause pause;

    public SolanaNode(string name, SolanaRpcClient client, TimeSpan timeout, TimeProvider time, LedgerMetrics metrics)
    {
        Name = name;
        this.client = client;
        this.timeout = timeout;
        this.time = time;
        this.metrics = metrics;
        pause = new NodePause(time);
        breaker = BuildBreaker();
        metrics.ObserveBreaker(name, () => breakerState.CircuitState is CircuitState.Open or CircuitState.Isolated);
    }

    /// <summary>Host and port: safe to show, unlike the address, which may hold a key.</summary>
    public string Name { get; }

    /// <exception cref="NodeUnavailableException">No usable answer; the request may have been carried out.</exception>
    /// <exception cref="RpcException">The node answered with an error that says something about the request.</exception>
    public async Task<T> CallAsync<T>(
        string method, Func<SolanaRpcClient, CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        using var activity = Activities.StartActivity($"solana {method}", ActivityKind.Client);
        activity?.SetTag("server.address", Name);
        var startedAt = time.GetTimestamp();
        var outcome = "cancelled";
        try
        {
            ThrowWhilePaused();
            var result = await breaker.ExecuteAsync(token => new ValueTask<T>(CallOnceAsync(method, call, token)), cancellationToken);
            outcome = "ok";
            return result;
        }
        catch (RpcException)
        {
            outcome = "refused";
            throw;
        }
        catch (BrokenCircuitException exception)
        {
            outcome = "unavailable";
            throw new NodeUnavailableException($"{Name} has failed repeatedly and is not asked for a moment.", exception);
        }
        catch (NodeUnavailableException)
        {
            outcome = "unavailable";
            throw;
        }
        finally
        {
            activity?.SetTag("outcome", outcome);
            metrics.CallEnded(Name, method, outcome, time.GetElapsedTime(startedAt));
        }
    }

    private async Task<T> CallOnceAsync<T>(
        string method, Func<SolanaRpcClient, CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await call(client, either.Token);
        }
        catch (RpcUnavailableException exception)
        {
            pause.Begin(exception.RetryAfter);
            throw new NodeUnavailableException($"{Name} is overloaded or unavailable.", exception) { RetryAfter = exception.RetryAfter };
        }
        catch (RpcException exception) when (MeansTryElsewhere(exception.Code))
        {
            throw new NodeUnavailableException($"{Name} is behind or unhealthy (code {exception.Code}).", exception);
        }
        catch (RpcTransportException exception)
        {
            throw new NodeUnavailableException($"{Name} gave no answer to {method}.", exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new NodeUnavailableException($"{Name} did not answer {method} within {timeout.TotalSeconds:0.###} s.", exception);
        }
    }

    /// <summary>The error is about the node's own state, not about the request: it may pass, or another node may know.</summary>
    private static bool MeansTryElsewhere(int code) => code
        is RpcErrorCode.NodeUnhealthy
        or RpcErrorCode.MinContextSlotNotReached
        or RpcErrorCode.BlockNotAvailable
        or RpcErrorCode.BlockStatusNotAvailableYet
        or InternalError;

    private void ThrowWhilePaused()
    {
        if (pause.Remaining is { } remaining)
        {
            throw new NodeUnavailableException($"{Name} asked not to be called for another {remaining.TotalSeconds:0.0} s.")
            {
                RetryAfter = remaining,
            };
        }
    }

    private ResiliencePipeline BuildBreaker() => new ResiliencePipelineBuilder { TimeProvider = time }
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions
        {
            FailureRatio = 0.5,
            MinimumThroughput = 10,
            SamplingDuration = TimeSpan.FromSeconds(10),
            BreakDuration = TimeSpan.FromSeconds(2),
            StateProvider = breakerState,

            // A pause that the node asked for has its own clock.
            ShouldHandle = new PredicateBuilder().Handle<NodeUnavailableException>(exception => exception.RetryAfter is null),
        })
        .Build();
}
