using System.Globalization;

namespace WalletService.Benchmarks.Report;

/// <summary>Says on what the numbers were measured, without naming the machine.</summary>
internal static class Machine
{
    public static string Describe()
    {
        var gigabytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Environment.ProcessorCount} cores ({ProcessorModel()}), {gigabytes:F0} GB of memory, {OperatingSystemName()}");
    }

    private static string ProcessorModel() => ValueIn("/proc/cpuinfo", "model name", ':') ?? "processor unknown";

    private static string OperatingSystemName() =>
        ValueIn("/etc/os-release", "PRETTY_NAME", '=') ?? Environment.OSVersion.Platform.ToString();

    private static string? ValueIn(string file, string name, char separator) => File.Exists(file)
        ? File.ReadLines(file)
            .FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?
            .Split(separator, 2)[1].Trim(' ', '\t', '"')
        : null;
}
