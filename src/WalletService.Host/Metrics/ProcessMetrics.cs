using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Runtime.InteropServices;

namespace WalletService.Host.Metrics;

/// <summary>What the runtime's own metrics leave out: the build, and what the process has open.</summary>
public sealed class ProcessMetrics : IDisposable
{
    /// <summary>Of Linux: one entry for each open file, socket and pipe.</summary>
    private const string OpenHandles = "/proc/self/fd";

    private readonly Meter meter = new(WalletMetrics.MeterName);

    public ProcessMetrics()
    {
        KeyValuePair<string, object?>[] build =
        [
            new("version", typeof(ProcessMetrics).Assembly.GetName().Version?.ToString(3) ?? "unknown"),
            new("runtime", RuntimeInformation.FrameworkDescription),
        ];
        meter.CreateObservableGauge("wallet_build_info", () => new Measurement<int>(1, build), description: "The build that runs; always 1.");
        meter.CreateObservableGauge(
            "wallet_process_start_time", unit: "s", observeValue: ReadStartTime, description: "When the process was started, in Unix time.");
        meter.CreateObservableGauge(
            "wallet_process_open_handles", CountHandles, description: "Files, sockets and pipes that the process has open.");
        meter.CreateObservableGauge("wallet_process_threads", CountThreads, description: "Threads of the process.");
    }

    public void Dispose() => meter.Dispose();

    private static double ReadStartTime()
    {
        using var process = Process.GetCurrentProcess();
        return (process.StartTime.ToUniversalTime() - DateTime.UnixEpoch).TotalSeconds;
    }

    private static int CountHandles()
    {
        if (Directory.Exists(OpenHandles))
        {
            return Directory.EnumerateFileSystemEntries(OpenHandles).Count();
        }

        using var process = Process.GetCurrentProcess();
        return process.HandleCount;
    }

    private static int CountThreads()
    {
        using var process = Process.GetCurrentProcess();
        return process.Threads.Count;
    }
}
