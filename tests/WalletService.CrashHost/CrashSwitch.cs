using System.Diagnostics;
using System.Runtime.InteropServices;

namespace WalletService.CrashHost;

/// <summary>
/// Kills the process at one point. Which one is the content of a file, so that a process can be armed while it runs; the file is
/// removed at the kill, so that the next process is not armed.
/// </summary>
public sealed partial class CrashSwitch(string? file)
{
    /// <summary>The environment variable that names the file; without it nothing is ever killed.</summary>
    public const string FileVariable = "CRASH_POINT_FILE";

    private const int Kill = 9;

    public static CrashSwitch FromEnvironment() => new(Environment.GetEnvironmentVariable(FileVariable));

    /// <summary>What the file has to hold for a kill at this point.</summary>
    public static string NameOf(CrashStep step, CrashSide side) => $"{(side == CrashSide.Before ? "before" : "after")} {step.Name}";

    /// <summary>Whether some point is armed now.</summary>
    public bool IsArmed => file is not null && File.Exists(file);

    /// <summary>Does not return when the process is to be killed here.</summary>
    public void Reach(CrashStep step, CrashSide side)
    {
        if (file is null || !File.Exists(file) || File.ReadAllText(file) != NameOf(step, side))
        {
            return;
        }

        File.Delete(file);
        _ = SendSignal(Environment.ProcessId, Kill);
        throw new UnreachableException("The process outlived SIGKILL.");
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int processId, int signal);
}
