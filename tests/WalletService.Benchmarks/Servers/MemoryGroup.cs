using System.Globalization;

namespace WalletService.Benchmarks.Servers;

/// <summary>
/// A limit on the memory of a process as a container has it: a control group (version 1) of its own, in which the kernel kills what goes
/// beyond. Such groups can be made by root, where their file system is mounted and writable.
/// </summary>
internal sealed class MemoryGroup : IDisposable
{
    private const string Root = "/sys/fs/cgroup/memory";
    private readonly string path;

    private MemoryGroup(string path) => this.path = path;

    /// <summary>What a shell does to be in the group, with everything it starts.</summary>
    public string Join => $"echo $$ >{path}/cgroup.procs && ";

    /// <summary>The most that the group ever held, file cache included, in 1,000,000 bytes.</summary>
    public double PeakMegabytes =>
        long.Parse(File.ReadAllText(Path.Combine(path, "memory.max_usage_in_bytes")).Trim(), CultureInfo.InvariantCulture) / 1_000_000.0;

    /// <summary>Null where this machine has no such groups, or they can't be made.</summary>
    public static MemoryGroup? TryCreate(long bytes)
    {
        var group = Path.Combine(Root, string.Create(CultureInfo.InvariantCulture, $"wallet-service-{Environment.ProcessId}"));
        try
        {
            if (!File.Exists(Path.Combine(Root, "cgroup.procs")))
            {
                return null;
            }

            Directory.CreateDirectory(group);
            File.WriteAllText(Path.Combine(group, "memory.limit_in_bytes"), bytes.ToString(CultureInfo.InvariantCulture));
            return new MemoryGroup(group);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public void Dispose() => Directory.Delete(path);
}
