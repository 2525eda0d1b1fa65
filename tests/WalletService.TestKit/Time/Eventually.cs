using System.Diagnostics;
using System.Runtime.CompilerServices;
using Xunit.Sdk;

namespace WalletService.TestKit.Time;

/// <summary>Waits for a condition instead of for a length of time.</summary>
public static class Eventually
{
    private static readonly TimeSpan DefaultDeadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(15);

    /// <summary>Returns as soon as the condition holds; fails the test, quoting the condition, when the deadline passes.</summary>
    /// <param name="condition">Asked again and again; what it throws ends the wait at once.</param>
    /// <param name="deadline">30 seconds when left out.</param>
    /// <param name="description">Filled in by the compiler with the condition's source text.</param>
    public static Task BecomesTrueAsync(
        Func<bool> condition,
        TimeSpan? deadline = null,
        [CallerArgumentExpression(nameof(condition))] string description = "")
    {
        ArgumentNullException.ThrowIfNull(condition);
        return BecomesTrueAsync(() => Task.FromResult(condition()), deadline, description);
    }

    /// <inheritdoc cref="BecomesTrueAsync(Func{bool}, TimeSpan?, string)"/>
    public static async Task BecomesTrueAsync(
        Func<Task<bool>> condition,
        TimeSpan? deadline = null,
        [CallerArgumentExpression(nameof(condition))] string description = "")
    {
        ArgumentNullException.ThrowIfNull(condition);
        var limit = deadline ?? DefaultDeadline;
        var waited = Stopwatch.StartNew();
        while (!await condition())
        {
            if (waited.Elapsed >= limit)
            {
                throw new XunitException($"Not true within {limit.TotalSeconds:0.###} s: {description}");
            }

            await Task.Delay(Interval);
        }
    }

    /// <summary>Returns the first value other than null that the source gives.</summary>
    public static async Task<T> HasValueAsync<T>(
        Func<Task<T?>> source,
        TimeSpan? deadline = null,
        [CallerArgumentExpression(nameof(source))] string description = "")
        where T : class
    {
        ArgumentNullException.ThrowIfNull(source);
        T? value = null;
        await BecomesTrueAsync(
            async () =>
            {
                value = await source();
                return value is not null;
            },
            deadline,
            description);
        return value!;
    }
}
