using WalletService.TestKit.Servers;

namespace WalletService.Benchmarks.Servers;

/// <summary>Finds programs of this repository, built together with this one.</summary>
internal static class BuiltProgram
{
    /// <summary>The program that a project makes, e.g. of <c>src</c>, <c>WalletService.Host</c>.</summary>
    public static string Of(string folder, string project)
    {
        // This program's folder ends in bin/Release/net10.0, and so does the other one's.
        var own = RepositoryRoot.PathOf("tests", "WalletService.Benchmarks");
        var output = Path.GetRelativePath(own, AppContext.BaseDirectory);
        var program = Path.Combine(RepositoryRoot.PathOf(folder, project), output, project);
        return File.Exists(program) ? program : throw new InvalidOperationException($"{program} is missing: build it first.");
    }
}
