using System.Diagnostics;
using Polly;
using Polly.CircuitBreaker;
using WalletService.Domain.Tracing;
using WalletService.Solana.Rpc;

namespace WalletService.Ledger.Solana.Nodes;

/// <summary>
/// One node. Every call has a time limit, is measured, and is held back while the node asked for a pause (429 with
/// <c>Retry-After</c>), has just failed too often (circuit breaker) or is at its limits. Nothing is repeated here.
/// </summary>
internal sealed class SolanaNode
{
    /// <summary>JSON-RPC 2.0: the node failed by itself.</summary>
    private const int InternalError = -32603;

    private readonly SolanaRpcClient client;
    private readonly TimeSpan timeout;
    private readonly TimeProvider time;
    private readonly LedgerMetrics metrics;
    private readonly ResiliencePipeline breaker;
    private readonly CircuitBreakerStateProvider breakerState = new();
    private readonly NodePause pause;
    private readonly NodeAdmission admission;

    public SolanaNode(NodeDescription description, SolanaRpcClient client, NodeLimits limits, TimeSpan timeout, TimeProvider time, LedgerMetrics metrics)
    {
        Description = description;
        this.client = client;
        this.timeout = timeout;
        this.time = time;
        this.metrics = metrics;
        Vitals = new NodeVitals(limits);
        pause = new NodePause(time);
        admission = new NodeAdmission(description.MaximumRequestsPerSecond, description.MaximumConcurrency, time);
        breaker = BuildBreaker();
    }

    public NodeDescription Description { get; }

    /// <summary>Safe to show, unlike the address, which may hold a key.</summary>
    public string Name => Description.Name;

    public NodeRole Role => Description.Role;

    public int Weight => Description.Weight;

    public NodeVitals Vitals { get; }

    public bool IsBreakerOpen => breakerState.CircuitState is CircuitState.Open or CircuitState.Isolated;

    /// <summary>Whether a call would be held back: the node asked for a pause or has just failed too often.</summary>
    public bool IsHeldBack => IsBreakerOpen || pause.Remaining is not null;

    /// <param name="method">Name of the method, for messages and metrics.</param>
    /// <param name="call">The request.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <param name="mayExceedLimits">For the few requests that are not to wait for others: looks at the node, and judgements.</param>
    /// <exception cref="NodeUnavailableException">No usable answer.</exception>
    /// <exception cref="RpcException">The node answered with an error that says something about the request.</exception>
    public async Task<T> CallAsync<T>(
        string method,
        Func<SolanaRpcClient, CancellationToken, Task<T>> call,
        CancellationToken cancellationToken,
        bool mayExceedLimits = false)
    {
        using var activity = Traces.Within($"solana {method}", ActivityKind.Client);
        activity?.SetTag("server.address", Name);
        var startedAt = time.GetTimestamp();
        var outcome = "cancelled";
        try
        {
            ThrowWhilePaused();
            ThrowWithoutRoom(mayExceedLimits);
            try
            {
                var result = await breaker.ExecuteAsync(token => new ValueTask<T>(CallOnceAsync(method, call, token)), cancellationToken);
                outcome = "ok";
                return result;
            }
            finally
            {
                admission.Leave();
            }
        }
        catch (RpcException)
        {
            outcome = "refused";
            throw;
        }
        catch (BrokenCircuitException exception)
        {
            outcome = "held_back";
            throw new NodeUnavailableException($"{Name} has failed repeatedly and is not asked for a moment.", exception)
            {
                WasAsked = false,
                MayHaveActed = false,
            };
        }
        catch (NodeUnavailableException exception)
        {
            outcome = exception.WasAsked ? "unavailable" : "held_back";
            throw;
        }
        finally
        {
            var elapsed = time.GetElapsedTime(startedAt);
            activity?.SetTag("outcome", outcome);
            metrics.CallEnded(Name, method, outcome, elapsed);
            Count(outcome, elapsed);
        }
    }

    private void Count(string outcome, TimeSpan elapsed)
    {
        switch (outcome)
        {
            case "ok" or "refused":
                Vitals.Traffic.Answered(elapsed);
                break;
            case "unavailable":
                Vitals.Traffic.Failed();
                break;
            case "cancelled":
                Vitals.Traffic.GivenUp(elapsed);
                break;
            default:
                // Nothing was asked.
                break;
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
            throw new NodeUnavailableException($"{Name} is behind or unhealthy (code {exception.Code}).", exception)
            {
                MayHaveActed = exception.Code == InternalError,
            };
        }
        catch (RpcTransportException exception)
        {
            throw new NodeUnavailableException($"{Name} gave no answer to {method}.", exception)
            {
                MayHaveActed = exception.RequestMayHaveBeenSent,
            };
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
                WasAsked = false,
                MayHaveActed = false,
            };
        }
    }

    private void ThrowWithoutRoom(bool mayExceedLimits)
    {
        if (mayExceedLimits)
        {
            admission.EnterAnyway();
        }
        else if (admission.TryEnter() is { } wait)
        {
            throw new NodeUnavailableException($"{Name} is at its limit of requests.")
            {
                RetryAfter = wait,
                WasAsked = false,
                MayHaveActed = false,
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
