using System.Diagnostics;
using WalletService.Benchmarks.Servers;

namespace WalletService.Benchmarks.Soak;

/// <summary>What the service holds at one moment.</summary>
/// <param name="Megabytes">Resident memory, in 1,000,000 bytes.</param>
/// <param name="Handles">Open files and sockets.</param>
/// <param name="Threads">Of the process.</param>
/// <param name="Channels">At the broker.</param>
/// <param name="DatabaseConnections">To PostgreSQL.</param>
internal sealed record Holding(double Megabytes, int Handles, int Threads, int Channels, int DatabaseConnections)
{
    public static Holding Of(int processId, HeldOpen atServers)
    {
        using var process = Process.GetProcessById(processId);
        return new Holding(
            ProcessUsage.Of(processId).ResidentMegabytes,
            Directory.GetFileSystemEntries($"/proc/{processId}/fd").Length,
            process.Threads.Count,
            atServers.Channels,
            atServers.DatabaseConnections);
    }
}
