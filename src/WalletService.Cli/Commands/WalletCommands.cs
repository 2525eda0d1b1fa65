using System.CommandLine;
using WalletService.Cli.Output;
using WalletService.Contracts.Management;

namespace WalletService.Cli.Commands;

/// <summary><c>create</c>, <c>list</c>, <c>get</c> and <c>set-active</c>.</summary>
internal static class WalletCommands
{
    public static Command Create(WalletctlOptions options, CommandRunner runner)
    {
        var label = new Argument<string>("label") { Description = "The wallet's name, 1 to 64 characters." };
        var command = new Command("create", "Make a wallet.") { label, options.User, options.RequestId };
        command.SetAction((arguments, cancellationToken) => runner.RunAsync(
            arguments,
            mayTakeEffect: true,
            async client =>
            {
                var wallet = await client.CreateWalletAsync(
                    new CreateWallet
                    {
                        UserId = arguments.GetRequiredValue(options.User),
                        Label = arguments.GetRequiredValue(label),
                        RequestId = arguments.GetValue(options.RequestId),
                    },
                    cancellationToken);
                runner.Print(arguments, wallet, WalletTable.Write);
                return ExitCodes.Success;
            },
            cancellationToken));
        return command;
    }

    public static Command List(WalletctlOptions options, CommandRunner runner)
    {
        var limit = new Option<int?>("--limit") { Description = "How many, 1 to 200; 50 when missing." };
        var cursor = new Option<string?>("--cursor") { Description = "The cursor that the page before ended with." };
        var command = new Command("list", "List a user's wallets.") { options.User, limit, cursor };
        command.SetAction((arguments, cancellationToken) => runner.RunAsync(
            arguments,
            mayTakeEffect: false,
            async client =>
            {
                var list = await client.ListWalletsAsync(
                    new ListWallets
                    {
                        UserId = arguments.GetRequiredValue(options.User),
                        Limit = arguments.GetValue(limit),
                        Cursor = arguments.GetValue(cursor),
                    },
                    cancellationToken);
                runner.Print(arguments, list, WalletTable.Write);
                return ExitCodes.Success;
            },
            cancellationToken));
        return command;
    }

    public static Command Get(WalletctlOptions options, CommandRunner runner)
    {
        var command = new Command("get", "Show a wallet.") { options.User, options.Wallet };
        command.SetAction((arguments, cancellationToken) => runner.RunAsync(
            arguments,
            mayTakeEffect: false,
            async client =>
            {
                var request = new GetWallet
                {
                    UserId = arguments.GetRequiredValue(options.User),
                    WalletId = arguments.GetRequiredValue(options.Wallet),
                };
                runner.Print(arguments, await client.GetWalletAsync(request, cancellationToken), WalletTable.Write);
                return ExitCodes.Success;
            },
            cancellationToken));
        return command;
    }

    public static Command SetActive(WalletctlOptions options, CommandRunner runner)
    {
        var command = new Command("set-active", "Make a wallet the user's one active wallet.") { options.User, options.Wallet };
        command.SetAction((arguments, cancellationToken) => runner.RunAsync(
            arguments,
            mayTakeEffect: false,
            async client =>
            {
                var request = new SetActiveWallet
                {
                    UserId = arguments.GetRequiredValue(options.User),
                    WalletId = arguments.GetRequiredValue(options.Wallet),
                };
                runner.Print(arguments, await client.SetActiveWalletAsync(request, cancellationToken), WalletTable.Write);
                return ExitCodes.Success;
            },
            cancellationToken));
        return command;
    }
}
