using WalletService.TestKit.Servers;

namespace WalletService.Architecture.Tests.Repositories;

/// <summary>The repository's own files: what is built, fetched or left behind by a run is not looked at.</summary>
internal static class SourceTree
{
    private static readonly string[] ForeignFolders =
        [".git", ".run", ".vs", ".idea", ".vscode", "artifacts", "bin", "obj", "node_modules", "TestResults", "BenchmarkDotNet.Artifacts", "__pycache__"];

    private static readonly string[] TextExtensions =
        ["", ".cs", ".csproj", ".css", ".html", ".js", ".json", ".md", ".mjs", ".props", ".py", ".sh", ".sln", ".sql", ".targets", ".txt", ".yaml", ".yml"];

    /// <summary>All text files, with paths relative to the repository's root.</summary>
    public static IReadOnlyList<SourceFile> TextFiles { get; } =
        [.. Paths(new DirectoryInfo(RepositoryRoot.Find())).Where(IsText).Order(StringComparer.Ordinal).Select(Read)];

    /// <summary>The files whose names end so.</summary>
    public static IEnumerable<SourceFile> Ending(string ending) =>
        TextFiles.Where(file => file.Path.EndsWith(ending, StringComparison.Ordinal));

    /// <summary>One file by its path.</summary>
    public static SourceFile File(string path) =>
        TextFiles.SingleOrDefault(file => file.Path == path)
        ?? throw new InvalidOperationException($"The repository has no file {path}.");

    private static IEnumerable<string> Paths(DirectoryInfo folder)
    {
        foreach (var entry in folder.EnumerateFileSystemInfos())
        {
            if (entry is not DirectoryInfo inner)
            {
                yield return entry.FullName;
            }
            else if (!ForeignFolders.Contains(inner.Name))
            {
                foreach (var path in Paths(inner))
                {
                    yield return path;
                }
            }
        }
    }

    private static bool IsText(string path) => TextExtensions.Contains(Path.GetExtension(path));

    private static SourceFile Read(string path) =>
        new(Path.GetRelativePath(RepositoryRoot.Find(), path).Replace('\\', '/'), System.IO.File.ReadAllText(path));
}
