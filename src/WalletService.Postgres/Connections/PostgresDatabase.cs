using System.Data;
using Microsoft.Extensions.Logging;
using Npgsql;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using WalletService.Domain.Ports;

namespace WalletService.Postgres.Connections;

/// <summary>
/// Runs transactions: retries what the server rolled back or what was lost before it was committed, answers at once while the
/// server is away, and says of each failure whether nothing happened or nobody knows.
/// </summary>
internal sealed class PostgresDatabase(
    PostgresConnections connections, PostgresTelemetry telemetry, ILogger<PostgresDatabase> logger)
{
    private const string Dependency = "postgres";
    private const int Retries = 3;
    private static readonly TimeSpan BreakDuration = TimeSpan.FromSeconds(1);
    private static readonly ResiliencePropertyKey<string> OperationKey = new("operation");

    private readonly ResiliencePipeline pipeline = Pipeline(connections, telemetry, logger);

    /// <summary>One transaction (READ COMMITTED), committed when <paramref name="work"/> returns. It may run more than once.</summary>
    public Task<T> TransactAsync<T>(string operation, Func<PostgresTransaction, Task<T>> work, CancellationToken cancellationToken) =>
        RunAsync(
            operation,
            async token =>
            {
                await using var connection = await connections.Source.OpenConnectionAsync(token);
                await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, token);
                return await CommitAsync(operation, new PostgresTransaction(connection, transaction, token), work);
            },
            cancellationToken);

    /// <summary>Statements that may be repeated without harm, each a transaction of its own.</summary>
    public Task<T> RepeatableAsync<T>(string operation, Func<PostgresTransaction, Task<T>> work, CancellationToken cancellationToken) =>
        RunAsync(
            operation,
            async token =>
            {
                await using var connection = await connections.Source.OpenConnectionAsync(token);
                var statements = new PostgresTransaction(connection, null, token);
                try
                {
                    return await work(statements);
                }
                finally
                {
                    telemetry.Asked(operation, statements.RoundTrips);
                }
            },
            cancellationToken);

    private static ResiliencePipeline Pipeline(
        PostgresConnections connections, PostgresTelemetry telemetry, ILogger logger) => new ResiliencePipelineBuilder()
        .AddCircuitBreaker(new CircuitBreakerStrategyOptions
        {
            ShouldHandle = args => ValueTask.FromResult(
                args.Outcome.Exception is { } failure
                && (failure is OutcomeUnknownException or NpgsqlException { InnerException: TimeoutException } || PostgresFailures.IsConnectionLoss(failure))),
            FailureRatio = 0.9,

            // Calls are gathered, so there are few transactions at a time; against a server that hangs each lasts as long as a statement may.
            MinimumThroughput = 3,
            SamplingDuration = TimeSpan.FromSeconds(15),
            BreakDuration = BreakDuration,
            StateProvider = telemetry.Breaker,
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
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = args => ValueTask.FromResult(
                args.Outcome.Exception is { } failure
                && (PostgresFailures.IsConflict(failure) || (args.AttemptNumber == 0 && PostgresFailures.IsConnectionLoss(failure)))),
            MaxRetryAttempts = Retries,
            Delay = TimeSpan.FromMilliseconds(10),
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            OnRetry = args =>
            {
                if (args.Outcome.Exception is { } failure && PostgresFailures.IsConnectionLoss(failure))
                {
                    // The other idle connections have most likely gone the same way.
                    connections.Source.Clear();
                }

                var operation = args.Context.Properties.GetValue(OperationKey, "a transaction");
                Log.Retry(logger, operation, args.AttemptNumber + 1, args.Outcome.Exception);
                return ValueTask.CompletedTask;
            },
        })
        .Build();

    private Task<T> RunAsync<T>(string operation, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken) =>
        telemetry.MeasureAsync(operation, () => TranslateAsync(operation, work, cancellationToken));

    private async Task<T> TranslateAsync<T>(string operation, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(operation, cancellationToken);
        context.Properties.Set(OperationKey, operation);
        try
        {
            return await pipeline.ExecuteAsync(
                static async (context, work) => await work(context.CancellationToken), context, work);
        }
        catch (BrokenCircuitException exception)
        {
            throw new PortUnavailableException(Dependency, "The database does not answer at the moment.", exception);
        }
        catch (Exception exception) when (PostgresFailures.IsUnavailable(exception))
        {
            Log.Unavailable(logger, operation, exception);
            throw new PortUnavailableException(Dependency, "The database could not be reached or was too slow; nothing was written.", exception);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private async Task<T> CommitAsync<T>(string operation, PostgresTransaction transaction, Func<PostgresTransaction, Task<T>> work)
    {
        try
        {
            var result = await work(transaction);
            await transaction.CommitAsync();
            return result;
        }
        catch (Exception exception) when (transaction.IsCommitSent && !PostgresFailures.IsRefusal(exception))
        {
            Log.OutcomeUnknown(logger, operation, exception);
            throw new OutcomeUnknownException(Dependency, $"The commit of {operation} got no answer.", exception);
        }
        finally
        {
            telemetry.Asked(operation, transaction.RoundTrips);
        }
    }
}
