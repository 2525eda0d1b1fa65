using System.Diagnostics;
using System.Diagnostics.Metrics;
using WalletService.Domain.Tracing;

namespace WalletService.Domain.Transactions;

/// <summary>Times and traces the work that is done for transfers, part by part.</summary>
public static class TransferSteps
{
    /// <summary>Chain reads, price and simulation.</summary>
    public const string Judge = "judge";

    /// <summary>Anomalies, and the risk service's answer.</summary>
    public const string Screen = "screen";

    /// <summary>The rules of policies, in memory.</summary>
    public const string Policy = "policy";

    /// <summary>All of a decision.</summary>
    public const string Decide = "decide";

    /// <summary>The message, its checks and its signature.</summary>
    public const string Sign = "sign";

    /// <summary>The signed transaction to the nodes.</summary>
    public const string Send = "send";

    private static readonly Meter Meter = new(Traces.SourceName);

    private static readonly Histogram<double> Durations = Meter.CreateHistogram<double>(
        "wallet_transfer_step_duration", unit: "ms", description: "Time of work done for transfers, by step.");

    public static async Task<T> MeasureAsync<T>(string step, Func<Task<T>> work)
    {
        using var activity = Traces.Within("transfer " + step);
        var started = Stopwatch.GetTimestamp();
        try
        {
            return await work();
        }
        finally
        {
            Record(step, started);
        }
    }

    public static T Measure<T>(string step, Func<T> work)
    {
        using var activity = Traces.Within("transfer " + step);
        var started = Stopwatch.GetTimestamp();
        try
        {
            return work();
        }
        finally
        {
            Record(step, started);
        }
    }

    private static void Record(string step, long started) => Durations.Record(
        Stopwatch.GetElapsedTime(started).TotalMilliseconds, new KeyValuePair<string, object?>("step", step));
}
