using WalletService.TestKit.Servers;

namespace WalletService.Simulation.Tests;

/// <summary>Runs the program: its thread pool has one thread, which is not for a test host.</summary>
internal static class SimulationProgram
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(4);

    public static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        await using var program = ChildProcess.Start("dotnet", [BuiltProgram.PathOf("tests", "WalletService.Simulation"), .. arguments]);
        var exitCode = await program.ExitAsync(Deadline);
        return (exitCode, program.Output);
    }
}
