using Spectre.Console;
using WalletService.Cli;

namespace WalletService.EndToEnd.Tests;

/// <summary>An operator who runs walletctl with the environment of the service.</summary>
internal static class OperatorTerminal
{
    public static async Task<(int ExitCode, string Output)> RunAsync(WalletServiceStack stack, params string[] arguments)
    {
        await using var output = new StringWriter();
        await using var messages = new StringWriter();
        using var input = new StringReader(string.Empty);
        var exitCode = await Walletctl.RunAsync(
            arguments,
            new Terminal(Plain(output), output, Plain(messages), input),
            name => name == "WALLETCTL_DATABASE" ? stack.Settings["Postgres__ConnectionString"] : stack.Settings.GetValueOrDefault(name),
            Walletctl.ConnectAsync);
        return (exitCode, output.ToString() + messages);
    }

    private static IAnsiConsole Plain(TextWriter writer)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = 1_000;
        return console;
    }
}
