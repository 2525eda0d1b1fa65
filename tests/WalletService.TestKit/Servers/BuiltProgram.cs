namespace WalletService.TestKit.Servers;

/// <summary>Programs of this solution, as they were built in the same configuration as the test that runs them.</summary>
public static class BuiltProgram
{
    /// <summary>The assembly to hand to <c>dotnet</c>.</summary>
    /// <param name="folder"><c>src</c> or <c>tests</c>.</param>
    /// <param name="project">The project's name.</param>
    public static string PathOf(string folder, string project)
    {
        var framework = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var configuration = framework.Parent!.Name;
        var path = RepositoryRoot.PathOf(folder, project, "bin", configuration, framework.Name, $"{project}.dll");
        return File.Exists(path)
            ? path
            : throw new InvalidOperationException($"{path} is missing: build the solution first ('dotnet build -c {configuration}').");
    }
}
