using System.CommandLine;
using Spectre.Console;
using WalletService.Cli;
using WalletService.Client;

namespace WalletService.Operations.Tests.Runbook;

/// <summary>What walletctl takes. Nothing is connected, and nothing is carried out.</summary>
internal static class WalletctlSyntax
{
    public static Command Root { get; } = Build();

    /// <summary>What is wrong with a command line; empty when it would be carried out.</summary>
    public static IEnumerable<string> ErrorsOf(string[] arguments) => Root.Parse(arguments).Errors.Select(error => error.Message);

    private static Command Build()
    {
        var options = new WalletctlOptions(_ => null);
        var terminal = new Terminal(AnsiConsole.Console, TextWriter.Null, AnsiConsole.Console, TextReader.Null);
        var runner = new CommandRunner(options, terminal, (_, _) => throw new WalletConnectionException("Nothing is connected here."));
        return Walletctl.Build(options, runner, terminal, _ => null);
    }
}
