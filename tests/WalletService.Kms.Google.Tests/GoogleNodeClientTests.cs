using System.Diagnostics;
using System.Runtime.CompilerServices;
using WalletService.KmsEmulator;

namespace WalletService.Kms.Google.Tests;

/// <summary>The emulator is worth testing against only if Google's own client takes it for the real service.</summary>
public sealed class GoogleNodeClientTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Googles_client_for_Node_passes_against_the_emulator()
    {
        var directory = Path.Combine(SourceDirectory(), "node");
        Assert.True(
            Directory.Exists(Path.Combine(directory, "node_modules", "@google-cloud", "kms")),
            $"Google's client is not installed: run 'npm ci' in {directory}.");
        await using var emulator = await KmsEmulatorServer.StartAsync();
        using var deadline = new CancellationTokenSource(Deadline);

        using var node = Process.Start(new ProcessStartInfo("node", ["check.mjs", emulator.BaseAddress.ToString()])
        {
            WorkingDirectory = directory,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = node.StandardOutput.ReadToEndAsync(deadline.Token);
        var errors = node.StandardError.ReadToEndAsync(deadline.Token);
        await node.WaitForExitAsync(deadline.Token);

        Assert.True(node.ExitCode == 0, await output + await errors);
        Assert.EndsWith("all passed\n", await output, StringComparison.Ordinal);
    }

    private static string SourceDirectory([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
