using System.CommandLine;
using WalletService.Cli.Output;
using WalletService.Contracts.Balances;

namespace WalletService.Cli.Commands;

/// <summary><c>balance</c> and <c>tokens</c>.</summary>
internal static class BalanceCommands
{
    public static Command Balance(WalletctlOptions options, CommandRunner runner)
    {
        var commitment = new Option<string?>("--commitment") { Description = "How settled the answer has to be; confirmed when missing." };
        commitment.AcceptOnlyFromAmong("processed", "confirmed", "finalized");
        var command = new Command("balance", "Show a wallet's SOL.") { options.User, options.Wallet, commitment };
        command.SetAction((arguments, cancellationToken) => runner.RunAsync(
            arguments,
            mayTakeEffect: false,
            async client =>
            {
                var request = new GetBalance
                {
                    UserId = arguments.GetRequiredValue(options.User),
                    WalletId = arguments.GetRequiredValue(options.Wallet),
                    Commitment = arguments.GetValue(commitment),
                };
                runner.Print(arguments, await client.GetBalanceAsync(request, cancellationToken), BalanceTable.Write);
                return ExitCodes.Success;
            },
            cancellationToken));
        return command;
    }

    public static Command Tokens(WalletctlOptions options, CommandRunner runner)
    {
        var command = new Command("tokens", "Show a wallet's tokens.") { options.User, options.Wallet };
        command.SetAction((arguments, cancellationToken) => runner.RunAsync(
            arguments,
            mayTakeEffect: false,
            async client =>
            {
                var request = new GetTokens
                {
                    UserId = arguments.GetRequiredValue(options.User),
                    WalletId = arguments.GetRequiredValue(options.Wallet),
                };
                runner.Print(arguments, await client.GetTokensAsync(request, cancellationToken), BalanceTable.Write);
                return ExitCodes.Success;
            },
            cancellationToken));
        return command;
    }
}
