using System.CommandLine;
using WalletService.Cli.Output;
using WalletService.Contracts.Balances;

namespace WalletService.Cli.Commands;

/// <summary><c>deposits</c>.</summary>
internal static class DepositCommand
{
    public static Command Build(WalletctlOptions options, CommandRunner runner)
    {
        var wallet = new Option<string?>("--wallet", "-w") { Description = "Only those of this wallet." };
        var mint = new Option<string?>("--mint") { Description = "Only those of this token." };
        var status = new Option<string?>("--status") { Description = "Only those of this status." };
        status.AcceptOnlyFromAmong("detected", "received", "dropped");
        var limit = new Option<int?>("--limit") { Description = "How many, at most 200." };
        var cursor = new Option<string?>("--cursor") { Description = "Where the page before ended." };
        var command = new Command("deposits", "List what came into a user's wallets, newest first.")
        {
            options.User, wallet, mint, status, limit, cursor,
        };
        command.SetAction((arguments, cancellationToken) => runner.RunAsync(
            arguments,
            mayTakeEffect: false,
            async client =>
            {
                var request = new ListDeposits
                {
                    UserId = arguments.GetRequiredValue(options.User),
                    WalletId = arguments.GetValue(wallet),
                    Mint = arguments.GetValue(mint),
                    Status = arguments.GetValue(status),
                    Limit = arguments.GetValue(limit),
                    Cursor = arguments.GetValue(cursor),
                };
                runner.Print(arguments, await client.ListDepositsAsync(request, cancellationToken), DepositTable.Write);
                return ExitCodes.Success;
            },
            cancellationToken));
        return command;
    }
}
