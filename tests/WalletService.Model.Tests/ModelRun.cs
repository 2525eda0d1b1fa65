using WalletService.TestKit.Servers;

namespace WalletService.Model.Tests;

/// <summary>One configuration of <c>docs/model/transfer.pml</c>, checked by <c>./dev model --stories</c>.</summary>
/// <param name="ExitCode">0 when the checker found what the configuration is there to show.</param>
/// <param name="Output">The row of the table and, when there is a counterexample, its steps.</param>
internal sealed record ModelRun(int ExitCode, string Output)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(4);

    public static async Task<ModelRun> OfAsync(string configuration)
    {
        await using var checker = ChildProcess.Start(RepositoryRoot.PathOf("dev"), ["model", "--stories", configuration]);
        var exitCode = await checker.ExitAsync(Deadline);
        return new ModelRun(exitCode, checker.Output);
    }

    /// <summary>True when the story has these steps, in this order, with any others between them.</summary>
    public bool Tells(params IEnumerable<string> steps)
    {
        var position = 0;
        foreach (var step in steps)
        {
            var found = Output.IndexOf(step, position, StringComparison.Ordinal);
            if (found < 0)
            {
                return false;
            }

            position = found + step.Length;
        }

        return true;
    }
}
