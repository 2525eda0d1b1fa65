using Amazon.KeyManagementService;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace WalletService.Kms.Aws;

/// <summary>
/// Calls AWS KMS: each attempt in its time, temporary failures again, and for a while not at all when most attempts fail. Every call may
/// be repeated: signatures are deterministic, and a key that a repeated creation has left over is never given an alias.
/// </summary>
internal sealed class AwsKmsCaller
{
    private static readonly TimeSpan SamplingDuration = TimeSpan.FromSeconds(30);

    private readonly IAmazonKeyManagementService client;
    private readonly ResiliencePipeline pipeline;
    private volatile string? trouble;

    public AwsKmsCaller(
        IAmazonKeyManagementService client, IOptions<AwsKmsOptions> options, TimeProvider time, ILogger<AwsKmsCaller> logger)
    {
        this.client = client;
        pipeline = Pipeline(options.Value, time, logger);
    }

    /// <summary>Why the newest call failed for a while; null when it did not.</summary>
    public string? Trouble => trouble;

    /// <param name="call">One request, its reply checked; it may run several times.</param>
    public async Task<T> CallAsync<T>(Func<IAmazonKeyManagementService, CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await pipeline.ExecuteAsync(
                static async (state, token) => await state.call(state.client, token), (call, client), cancellationToken);
            trouble = null;
            return reply;
        }
        catch (Exception exception) when (exception is BrokenCircuitException || AwsKmsErrors.IsTemporary(exception))
        {
            trouble = exception.Message;
            throw;
        }
    }

    private static ResiliencePipeline Pipeline(AwsKmsOptions options, TimeProvider time, ILogger logger)
    {
        var builder = new ResiliencePipelineBuilder { TimeProvider = time };
        builder.AddTimeout(new TimeoutStrategyOptions { Timeout = options.TotalTimeout });
        if (options.MaxAttempts > 1)
        {
            builder.AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<Exception>(AwsKmsErrors.IsTemporary),
                MaxRetryAttempts = options.MaxAttempts - 1,
                Delay = options.RetryDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                OnRetry = args =>
                {
                    Log.Retry(logger, args.AttemptNumber + 1, args.Outcome.Exception?.GetType().Name ?? string.Empty);
                    return ValueTask.CompletedTask;
                },
            });
        }

        return builder
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<Exception>(AwsKmsErrors.IsTemporary),
                FailureRatio = options.BreakerFailureRatio,
                MinimumThroughput = options.BreakerMinimumThroughput,
                SamplingDuration = SamplingDuration,
                BreakDuration = options.BreakerBreakDuration,
                OnOpened = args =>
                {
                    Log.BreakerOpened(logger, args.BreakDuration);
                    return ValueTask.CompletedTask;
                },
                OnClosed = _ =>
                {
                    Log.BreakerClosed(logger);
                    return ValueTask.CompletedTask;
                },
            })
            .AddTimeout(new TimeoutStrategyOptions { Timeout = options.AttemptTimeout })
            .Build();
    }
}
