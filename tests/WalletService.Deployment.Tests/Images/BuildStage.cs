namespace WalletService.Deployment.Tests.Images;

/// <summary>The first stage of the Dockerfile: what it copies and runs.</summary>
/// <param name="Copied">Files and folders, from the root of the repository, to the same place.</param>
/// <param name="Commands">The lines that it runs, in order.</param>
internal sealed record BuildStage(IReadOnlyList<string> Copied, IReadOnlyList<string> Commands)
{
    /// <summary>Where the stage leaves the published service.</summary>
    public const string Output = "/app";

    public static BuildStage Read(string dockerfile)
    {
        var lines = dockerfile.Split('\n')
            .SkipWhile(line => !line.StartsWith("FROM ", StringComparison.Ordinal))
            .Skip(1)
            .TakeWhile(line => !line.StartsWith("FROM ", StringComparison.Ordinal))
            .ToArray();
        return new BuildStage(
            [.. Arguments(lines, "COPY ").SelectMany(line => line.Split(' ')[..^1]).Select(path => path.TrimEnd('/'))],
            [.. Arguments(lines, "RUN ")]);
    }

    private static IEnumerable<string> Arguments(IEnumerable<string> lines, string instruction) => lines
        .Where(line => line.StartsWith(instruction, StringComparison.Ordinal))
        .Select(line => line[instruction.Length..]);
}
