using WalletService.TestKit.Servers;

namespace WalletService.EndToEnd.Tests.Deployment;

/// <summary>The program of the release before this one, which <c>tests/workshop/previous.sh</c> builds from the repository's history.</summary>
internal static class PreviousRelease
{
    /// <summary>The first time it restores and compiles everything.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);

    /// <returns>The assembly to hand to <c>dotnet</c>.</returns>
    public static async Task<string> BuildAsync()
    {
        await using var build = ChildProcess.Start("bash", [RepositoryRoot.PathOf("tests", "workshop", "previous.sh")]);
        var exitCode = await build.ExitAsync(Deadline);
        Assert.True(exitCode == 0, build.Output);
        return RepositoryRoot.PathOf("artifacts", "previous", Commit(), "WalletService.Host.dll");
    }

    private static string Commit() => File.ReadLines(RepositoryRoot.PathOf("tests", "workshop", "previous-release"))
        .Single(line => !line.StartsWith('#'));
}
