using Polly;
using Polly.CircuitBreaker;
using WalletService.Kms.Google.Rest;
using WalletService.Kms.Google.Telemetry;

namespace WalletService.Kms.Google.Resilience;

/// <summary>Stops calling a location of the service that is away. Refusals, quota and damaged replies do not open it.</summary>
internal sealed class CircuitBreaker
{
    private readonly CircuitBreakerStateProvider state = new();
    private readonly ResiliencePipeline pipeline;

    public CircuitBreaker(string location, GoogleKmsOptions settings, KmsTelemetry telemetry, TimeProvider timeProvider)
    {
        pipeline = new ResiliencePipelineBuilder { TimeProvider = timeProvider }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                FailureRatio = settings.BreakerFailureRatio,
                MinimumThroughput = settings.BreakerMinimumThroughput,
                SamplingDuration = settings.BreakerSamplingDuration,
                BreakDuration = settings.BreakerBreakDuration,
                StateProvider = state,
                ShouldHandle = new PredicateBuilder().Handle<KmsFailureException>(failure => failure.Kind.IsUnavailability()),
                OnOpened = arguments =>
                {
                    telemetry.BreakerOpened(location, arguments.BreakDuration);
                    return ValueTask.CompletedTask;
                },
                OnClosed = _ =>
                {
                    telemetry.BreakerClosed(location);
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
        telemetry.Watch(location, state);
    }

    public bool IsOpen => state.CircuitState is CircuitState.Open or CircuitState.Isolated;

    /// <exception cref="BrokenCircuitException">The breaker is open: nothing was called.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> attempt, CancellationToken cancellationToken) =>
        await pipeline.ExecuteAsync(
            static async (run, token) => await run(token),
            attempt,
            cancellationToken);
}
