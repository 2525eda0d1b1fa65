using Microsoft.Extensions.Options;
using Polly.CircuitBreaker;
using WalletService.Domain.Ports;
using WalletService.Kms.Google.Rest;
using WalletService.Kms.Google.Telemetry;

namespace WalletService.Kms.Google.Resilience;

/// <summary>Makes a call as often as its failures allow, within the deadline of the whole.</summary>
internal sealed class KmsCaller(
    KmsRestClient client,
    AccessTokens tokens,
    CircuitBreakers breakers,
    RetryPolicy retryPolicy,
    KmsTelemetry telemetry,
    LatestTraffic traffic,
    IOptions<GoogleKmsOptions> options,
    TimeProvider timeProvider)
{
    public CallDeadline NewDeadline() => NewDeadline(options.Value.TotalTimeout);

    public CallDeadline NewDeadline(TimeSpan total) => new(timeProvider, total);

    /// <exception cref="KmsFailureException">The call failed for good, or as often as is allowed.</exception>
    /// <exception cref="PortUnavailableException">The circuit breaker is open, or no time is left.</exception>
    public async Task<TReply> CallAsync<TReply>(KmsCall<TReply> call, CallDeadline deadline, CancellationToken cancellationToken)
    {
        var failures = new List<FailureKind>();
        var breaker = breakers.Of(call.Resource);
        while (true)
        {
            KmsFailureException failure;
            try
            {
                return await breaker.RunAsync(token => AttemptAsync(call, failures.Count + 1, deadline, token), cancellationToken);
            }
            catch (BrokenCircuitException exception)
            {
                throw new PortUnavailableException(KmsErrors.Dependency, "Cloud KMS is not called: its circuit breaker is open.", exception);
            }
            catch (KmsFailureException exception)
            {
                failure = exception;
            }

            failures.Add(failure.Kind);
            var delay = retryPolicy.NextDelay(failure, failures, call.Repeatable);
            var waits = call.AwaitsQuota || failure.Kind != FailureKind.RateLimited;
            if (delay is null || !waits || !deadline.Allows(delay.Value))
            {
                throw failure;
            }

            telemetry.Retrying(call, failure.Kind, delay.Value);
            await Task.Delay(delay.Value, timeProvider, cancellationToken);
        }
    }

    /// <summary>One attempt without breaker or retry, for health probes.</summary>
    public Task<TReply> CallOnceAsync<TReply>(KmsCall<TReply> call, CancellationToken cancellationToken) =>
        AttemptAsync(call, attempt: 1, NewDeadline(), cancellationToken);

    private async Task<TReply> AttemptAsync<TReply>(KmsCall<TReply> call, int attempt, CallDeadline deadline, CancellationToken cancellationToken)
    {
        var remaining = deadline.Remaining;
        if (remaining <= TimeSpan.Zero)
        {
            throw new PortUnavailableException(KmsErrors.Dependency, $"No time is left for {call.Operation}.");
        }

        var timeout = remaining < options.Value.AttemptTimeout ? remaining : options.Value.AttemptTimeout;
        using var activity = KmsTelemetry.Start(call);
        var start = timeProvider.GetTimestamp();
        try
        {
            var reply = await client.AttemptAsync(call, timeout, cancellationToken);
            telemetry.CallSucceeded(call, attempt, timeProvider.GetElapsedTime(start));
            traffic.Succeeded();
            return reply;
        }
        catch (KmsFailureException failure)
        {
            activity?.SetStatus(System.Diagnostics.ActivityStatusCode.Error, failure.Kind.ToOutcome());
            telemetry.CallFailed(call, attempt, timeProvider.GetElapsedTime(start), failure);
            traffic.Failed(failure);
            if (failure.Kind == FailureKind.Unauthenticated)
            {
                await RenewTokenAsync(cancellationToken);
            }

            throw;
        }
    }

    private async Task RenewTokenAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var timeout = new CancellationTokenSource(options.Value.AttemptTimeout, timeProvider);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
            await tokens.RenewAsync(either.Token);
        }
        catch (Exception exception) when (exception is KmsFailureException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            // The next attempt asks for a token again and fails with the reason, if it still fails.
        }
    }
}
