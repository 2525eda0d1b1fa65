using Spectre.Console;
using WalletService.Client;

namespace WalletService.Cli.Tests;

/// <summary>Runs walletctl as a shell would, with all that it prints caught.</summary>
internal sealed class CommandLine
{
    public ScriptedWalletClient Client { get; } = new();

    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal)
    {
        ["WALLETCTL_BROKER_URI"] = "amqp://broker.example:5672/wallet",
        ["WALLETCTL_USER_NAME"] = "caller",
        ["WALLETCTL_PASSWORD"] = "from the environment",
    };

    public string Input { get; set; } = string.Empty;

    public string Output { get; private set; } = string.Empty;

    public string Messages { get; private set; } = string.Empty;

    public ConnectionSettings? Connected { get; private set; }

    public Exception? ConnectionFailure { get; set; }

    public async Task<int> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var messages = new StringWriter();
        using var input = new StringReader(Input);
        var terminal = new Terminal(Plain(output), output, Plain(messages), input);
        var exitCode = await Walletctl.RunAsync(
            arguments, terminal, name => Environment.GetValueOrDefault(name), ConnectAsync);
        Output = output.ToString();
        Messages = messages.ToString();
        return exitCode;
    }

    /// <summary>What was printed, without the spaces that tables end their lines with.</summary>
    public string Lines() => string.Join('\n', Output.Split('\n').Select(line => line.TrimEnd())).Trim('\n');

    private Task<IWalletClient> ConnectAsync(ConnectionSettings settings, CancellationToken cancellationToken)
    {
        Connected = settings;
        return ConnectionFailure is null ? Task.FromResult<IWalletClient>(Client) : Task.FromException<IWalletClient>(ConnectionFailure);
    }

    private static IAnsiConsole Plain(TextWriter writer)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = 200;
        return console;
    }
}
