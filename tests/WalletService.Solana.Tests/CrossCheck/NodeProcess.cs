using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace WalletService.Solana.Tests.CrossCheck;

/// <summary>Runs the script beside the tests that reads and writes transactions with Solana's JavaScript clients.</summary>
internal static class NodeProcess
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    /// <summary>Hands all cases to one process, one JSON line each, and returns its answers in order.</summary>
    public static async Task<IReadOnlyList<JsonElement>> AskAsync(IReadOnlyList<string> cases)
    {
        var folder = Path.Combine(SourceFolder(), "..", "node");
        Assert.True(
            Directory.Exists(Path.Combine(folder, "node_modules")),
            "The JavaScript clients are not installed: run `npm ci` in tests/WalletService.Solana.Tests/node, or `./dev test`, which does.");

        var start = new ProcessStartInfo("node", ["wire-format.mjs"])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("node did not start.");
        using var deadline = new CancellationTokenSource(Deadline);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
            var errors = process.StandardError.ReadToEndAsync(deadline.Token);
            await process.StandardInput.WriteAsync(string.Join('\n', cases).AsMemory(), deadline.Token);
            process.StandardInput.Close();
            var lines = (await output).Split('\n', StringSplitOptions.RemoveEmptyEntries);
            var complaint = await errors;
            await process.WaitForExitAsync(deadline.Token);
            Assert.True(process.ExitCode == 0 && lines.Length == cases.Count, $"node answered {lines.Length} of {cases.Count}: {complaint}");
            return [.. lines.Select(line => JsonDocument.Parse(line).RootElement)];
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    private static string SourceFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
