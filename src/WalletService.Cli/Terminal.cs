using Spectre.Console;

namespace WalletService.Cli;

/// <summary>Where the program reads and writes.</summary>
/// <param name="Output">Results: tables for people.</param>
/// <param name="Plain">Results: JSON for scripts.</param>
/// <param name="Messages">Errors and progress, so that results can be piped.</param>
internal sealed record Terminal(IAnsiConsole Output, TextWriter Plain, IAnsiConsole Messages, TextReader Input)
{
    /// <summary>The terminal of the process.</summary>
    public static Terminal OfProcess() => new(
        AnsiConsole.Console,
        Console.Out,
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) }),
        Console.In);
}
