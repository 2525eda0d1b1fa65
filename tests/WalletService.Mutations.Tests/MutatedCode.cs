using WalletService.TestKit.Servers;

namespace WalletService.Mutations.Tests;

/// <summary>
/// A copy of the repository in which every mutated expression has a switch, built once: the test build that the rules can be taken out
/// of one at a time. The code itself has no switches.
/// </summary>
public sealed class MutatedCode : IAsyncLifetime
{
    /// <summary>The variable that switches a mutation on, by its name.</summary>
    public const string Variable = "WALLET_SERVICE_MUTATION";

    private static readonly TimeSpan BuildDeadline = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan TestDeadline = TimeSpan.FromMinutes(3);
    private static readonly string[] LeftOut = ["bin", "obj", "node_modules", ".git", "artifacts"];

    private readonly TemporaryFolder copy = new("mutated-code");

    public async Task InitializeAsync()
    {
        Copy(new DirectoryInfo(RepositoryRoot.Find()), copy.Path);
        Directory.CreateSymbolicLink(
            copy.PathOf(Path.Combine("tests", "localnet", "node_modules")), RepositoryRoot.PathOf("tests", "localnet", "node_modules"));
        await WriteSwitchAsync();
        foreach (var edits in Mutations.All.SelectMany(mutation => mutation.Edits.Select(edit => (mutation.Name, Edit: edit))).GroupBy(edit => edit.Edit.File))
        {
            await ApplyAsync(copy.PathOf(Path.Combine("src", edits.Key)), edits);
        }

        foreach (var project in Mutations.All.Select(mutation => mutation.Project).Distinct(StringComparer.Ordinal))
        {
            await BuildAsync(project);
        }
    }

    public Task DisposeAsync()
    {
        copy.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>Runs the mutation's test in the copy, with the mutation switched on or, for null, with all rules in place.</summary>
    /// <returns>What the test run printed, and whether at least one test ran and failed.</returns>
    public async Task<(bool Failed, string Output)> TestAsync(Mutation mutation, string? switchedOn)
    {
        var assembly = copy.PathOf(Path.Combine("tests", NameOf(mutation.Project), "bin", "Debug", "net10.0", $"{NameOf(mutation.Project)}.dll"));
        await using var run = ChildProcess.Start(
            "dotnet",
            ["test", assembly, "--filter", $"FullyQualifiedName~{mutation.Test}"],
            new Dictionary<string, string>(StringComparer.Ordinal) { [Variable] = switchedOn ?? string.Empty });
        await run.ExitAsync(TestDeadline);
        var output = run.Output;
        return (output.Contains("Failed!", StringComparison.Ordinal), output);
    }

    private static string NameOf(string project) => $"WalletService.{project}.Tests";

    private static void Copy(DirectoryInfo from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in from.EnumerateFiles())
        {
            file.CopyTo(Path.Combine(to, file.Name));
        }

        foreach (var folder in from.EnumerateDirectories().Where(folder => !LeftOut.Contains(folder.Name, StringComparer.Ordinal)))
        {
            Copy(folder, Path.Combine(to, folder.Name));
        }
    }

    /// <summary>The switch, where every project that is mutated can see it.</summary>
    private Task WriteSwitchAsync() => File.WriteAllTextAsync(
        copy.PathOf(Path.Combine("src", "WalletService.Domain", "MutationSwitch.cs")),
        $$"""
        namespace WalletService.Domain;

        public static class MutationSwitch
        {
            private static readonly string? Name = System.Environment.GetEnvironmentVariable("{{Variable}}");

            public static bool IsOn(string name) => Name == name;
        }
        """);

    private static async Task ApplyAsync(string path, IEnumerable<(string Name, Edit Edit)> edits)
    {
        var code = await File.ReadAllTextAsync(path);
        foreach (var (name, edit) in edits)
        {
            if (code.Split(edit.Expression).Length != 2)
            {
                throw new InvalidOperationException($"{name}: \"{edit.Expression}\" occurs not exactly once in {edit.File}.");
            }

            code = code.Replace(
                edit.Expression,
                $"(global::WalletService.Domain.MutationSwitch.IsOn(\"{name}\") ? {edit.Mutant} : {edit.Expression})",
                StringComparison.Ordinal);
        }

        await File.WriteAllTextAsync(path, code);
    }

    private async Task BuildAsync(string project)
    {
        await using var build = ChildProcess.Start(
            "dotnet",
            [
                "build", copy.PathOf(Path.Combine("tests", NameOf(project))), "-v", "quiet", "-p:RunAnalyzers=false",
                "-p:EnforceCodeStyleInBuild=false", "-p:TreatWarningsAsErrors=false", "-p:UseSharedCompilation=true",
            ]);
        if (await build.ExitAsync(BuildDeadline) != 0)
        {
            throw new InvalidOperationException($"The mutated code of {project} does not build:\n{build.Output}");
        }
    }
}
