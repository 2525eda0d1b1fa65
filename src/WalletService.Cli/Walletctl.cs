using System.CommandLine;
using WalletService.Cli.Commands;
using WalletService.Client;

namespace WalletService.Cli;

/// <summary>The command line: its commands, and how a line of arguments is run.</summary>
internal static class Walletctl
{
    private const string Description = """
        Uses wallets through the messages that the wallet service answers.

        Exit codes: 0 done; 1 refused by the service, or a receipt that is not right; 2 wrong command line; 3 broker or service not available, nothing done;
        4 outcome unknown or not finished: ask again with the same --request-id.
        """;

    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments,
        Terminal terminal,
        Func<string, string?> environment,
        Func<ConnectionSettings, CancellationToken, Task<IWalletClient>> connect,
        CancellationToken cancellationToken = default)
    {
        var options = new WalletctlOptions(environment);
        var parsed = Build(options, new CommandRunner(options, terminal, connect), terminal, environment).Parse(arguments);
        var invocation = new InvocationConfiguration { Output = terminal.Plain, Error = terminal.Messages.Profile.Out.Writer };
        var exitCode = await parsed.InvokeAsync(invocation, cancellationToken);
        return parsed.Errors.Count > 0 ? ExitCodes.Usage : exitCode;
    }

    /// <summary>Connects as the options and the environment say.</summary>
    public static async Task<IWalletClient> ConnectAsync(ConnectionSettings settings, CancellationToken cancellationToken) =>
        await WalletClient.ConnectAsync(
            new WalletClientOptions
            {
                BrokerUri = settings.BrokerUri,
                UserName = settings.UserName,
                Password = settings.Password,
                Requests = new WalletRequestOptions { CallerToken = settings.CallerToken },
            },
            cancellationToken);

    /// <summary>All commands, with what runs them.</summary>
    public static RootCommand Build(WalletctlOptions options, CommandRunner runner, Terminal terminal, Func<string, string?> environment)
    {
        var root = new RootCommand(Description);
        root.Options.Add(options.BrokerUri);
        root.Options.Add(options.UserName);
        root.Options.Add(options.Password);
        root.Options.Add(options.TokenFile);
        root.Options.Add(options.Json);
        root.Subcommands.Add(WalletCommands.Create(options, runner));
        root.Subcommands.Add(WalletCommands.List(options, runner));
        root.Subcommands.Add(WalletCommands.Get(options, runner));
        root.Subcommands.Add(WalletCommands.SetActive(options, runner));
        foreach (var command in WalletStateCommands.All(options, runner))
        {
            root.Subcommands.Add(command);
        }

        root.Subcommands.Add(AddressCommands.Build(options, runner));
        root.Subcommands.Add(FreezeCommands.Freeze(runner));
        root.Subcommands.Add(FreezeCommands.Unfreeze(runner));
        root.Subcommands.Add(FreezeCommands.List(runner));
        root.Subcommands.Add(FlagCommands.Build(runner));
        root.Subcommands.Add(PolicyCommands.Build(runner, terminal));
        root.Subcommands.Add(ApprovalCommands.Approve(options, runner));
        root.Subcommands.Add(ApprovalCommands.Reject(options, runner));
        root.Subcommands.Add(BalanceCommands.Balance(options, runner));
        root.Subcommands.Add(BalanceCommands.Tokens(options, runner));
        root.Subcommands.Add(DepositCommand.Build(options, runner));
        root.Subcommands.Add(TransferCommand.Build(options, runner, terminal));
        root.Subcommands.Add(TransferTokenCommand.Build(options, runner, terminal));
        root.Subcommands.Add(BatchCommand.Build(options, runner, terminal));
        root.Subcommands.Add(SignCommand.Build(options, runner, terminal));
        root.Subcommands.Add(SignMessageCommand.Build(options, runner));
        root.Subcommands.Add(TransactionCommands.Build(options, runner, terminal));
        root.Subcommands.Add(ReceiptCommands.Build(options, runner, terminal));
        root.Subcommands.Add(DoctorCommand.Build(options, terminal));
        root.Subcommands.Add(KillSwitchCommand.Build(new DatabaseAccess(terminal, environment), terminal));
        root.Subcommands.Add(AuditCommands.Build(new DatabaseAccess(terminal, environment), terminal));
        root.Subcommands.Add(RecoveryCommands.Wallets(new DatabaseAccess(terminal, environment), terminal));
        root.Subcommands.Add(RecoveryCommands.Keys(new DatabaseAccess(terminal, environment), terminal, environment));
        root.Subcommands.Add(RestoreCommands.Build(new DatabaseAccess(terminal, environment), terminal));
        root.Subcommands.Add(EventCommands.Replay(options, runner));
        root.Subcommands.Add(EventCommands.Watch(options, terminal, environment));
        return root;
    }
}
