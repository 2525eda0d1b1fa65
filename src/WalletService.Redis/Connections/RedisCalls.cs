using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using StackExchange.Redis;
using WalletService.Domain.Tracing;

namespace WalletService.Redis.Connections;

/// <summary>
/// Makes calls that are allowed to fail: no exception of Redis leaves here, none takes longer than the time-out, and after a failure
/// Redis is left alone for a moment, so that an outage slows nobody down.
/// </summary>
internal sealed class RedisCalls(
    RedisConnection connection, RedisTelemetry telemetry, IOptions<RedisOptions> options, TimeProvider time, ILogger<RedisCalls> logger)
{
    private const string MemoryField = "used_memory:";

    private readonly RedisOptions options = options.Value;
    private long restUntil;
    private long unreachableSince;

    /// <summary>Since when no call has succeeded; null while Redis is in use.</summary>
    public DateTimeOffset? UnreachableSince => Interlocked.Read(ref unreachableSince) is > 0 and var ticks
        ? new DateTimeOffset(ticks, TimeSpan.Zero)
        : null;

    /// <summary>The answer, or <paramref name="without"/> when Redis can't be used.</summary>
    public Task<T> TryAsync<T>(string operation, Func<IDatabase, Task<T>> call, T without, CancellationToken cancellationToken)
    {
        if (time.GetUtcNow().UtcTicks < Interlocked.Read(ref restUntil))
        {
            telemetry.Ended(operation, "skipped", TimeSpan.Zero);
            return Task.FromResult(without);
        }

        return CallAsync(operation, call, without, cancellationToken);
    }

    /// <summary>Asks even while Redis is left alone, to learn whether it is back.</summary>
    public Task<bool> AnswersAsync(CancellationToken cancellationToken) => CallAsync(
        "ping",
        async database =>
        {
            await database.PingAsync();
            return true;
        },
        without: false,
        cancellationToken);

    /// <summary>The memory that Redis uses, in bytes; null when it does not say.</summary>
    public Task<long?> ReadMemoryAsync(CancellationToken cancellationToken) => TryAsync<long?>(
        "memory",
        async database =>
        {
            var text = (string?)await database.ExecuteAsync("INFO", "memory") ?? string.Empty;
            var used = Array.Find(text.Split('\n'), line => line.StartsWith(MemoryField, StringComparison.Ordinal)) ?? MemoryField;
            return long.TryParse(used[MemoryField.Length..].Trim(), CultureInfo.InvariantCulture, out var bytes) ? bytes : null;
        },
        without: null,
        cancellationToken);

    private async Task<T> CallAsync<T>(string operation, Func<IDatabase, Task<T>> call, T without, CancellationToken cancellationToken)
    {
        using var activity = Traces.Within($"redis {operation}", ActivityKind.Client);
        var started = time.GetTimestamp();
        try
        {
            var database = connection.TryGet() ?? throw new TimeoutException("There is no connection yet.");
            var answer = await call(database).WaitAsync(options.CallTimeout, cancellationToken);
            Succeeded();
            telemetry.Ended(operation, "ok", time.GetElapsedTime(started));
            return answer;
        }
        catch (Exception exception) when (exception is RedisException or TimeoutException or IOException or ObjectDisposedException)
        {
            Failed(operation, exception);
            telemetry.Ended(operation, "failed", time.GetElapsedTime(started));
            return without;
        }
    }

    private void Succeeded()
    {
        Interlocked.Exchange(ref restUntil, 0);
        if (Interlocked.Exchange(ref unreachableSince, 0) != 0)
        {
            Log.Found(logger);
        }
    }

    private void Failed(string operation, Exception exception)
    {
        var now = time.GetUtcNow().UtcTicks;
        Interlocked.Exchange(ref restUntil, now + options.BreakDuration.Ticks);
        if (Interlocked.CompareExchange(ref unreachableSince, now, 0) == 0)
        {
            Log.Lost(logger, operation, exception);
        }
    }
}
