using System.Diagnostics;

namespace WalletService.Benchmarks.Servers;

/// <summary>What a process has used so far.</summary>
/// <param name="ProcessorTime">Of all its threads, in user mode and in the kernel.</param>
/// <param name="ResidentMegabytes">Memory it holds now, in 1,000,000 bytes.</param>
/// <param name="PeakMegabytes">The most memory it ever held, in 1,000,000 bytes.</param>
internal sealed record ProcessUsage(TimeSpan ProcessorTime, double ResidentMegabytes, double PeakMegabytes)
{
    private const double Megabyte = 1_000_000;

    public static ProcessUsage Of(int processId)
    {
        using var process = Process.GetProcessById(processId);
        return new ProcessUsage(process.TotalProcessorTime, process.WorkingSet64 / Megabyte, process.PeakWorkingSet64 / Megabyte);
    }
}
