using System.Globalization;
using WalletService.TestKit.Servers;

namespace WalletService.Chaos.Parts;

/// <summary>Where a run keeps its notes and the logs of its parts: <c>artifacts/chaos/seed-N-TIME</c>. Kept after a violation.</summary>
internal sealed class RunFolder
{
    private readonly Lock gate = new();

    public RunFolder(int seed, TimeProvider time)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"seed-{seed}-{time.GetUtcNow():yyyyMMdd'T'HHmmss}-{Environment.ProcessId}");
        Path = RepositoryRoot.PathOf("artifacts", "chaos", name);
        Directory.CreateDirectory(Path);
    }

    public string Path { get; }

    public string PathOf(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Adds a line to one of the files.</summary>
    public void Append(string name, string line)
    {
        lock (gate)
        {
            File.AppendAllText(PathOf(name), line + "\n");
        }
    }

    public void Delete() => Directory.Delete(Path, recursive: true);
}
