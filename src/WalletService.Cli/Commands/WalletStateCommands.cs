using System.CommandLine;
using WalletService.Cli.Output;
using WalletService.Client;
using WalletService.Contracts.Management;

namespace WalletService.Cli.Commands;

/// <summary><c>rename</c>, <c>archive</c>, <c>unarchive</c>, <c>freeze-wallet</c>, <c>unfreeze-wallet</c> and <c>rotate-key</c>.</summary>
internal static class WalletStateCommands
{
    public static IEnumerable<Command> All(WalletctlOptions options, CommandRunner runner)
    {
        var label = new Argument<string>("label") { Description = "The wallet's new name, 1 to 64 characters." };
        var rename = Build("rename", "Give a wallet another name.", options, runner, (client, user, wallet, arguments, cancellationToken) =>
            client.RenameWalletAsync(
                new RenameWallet { UserId = user, WalletId = wallet, Label = arguments.GetRequiredValue(label) }, cancellationToken));
        rename.Arguments.Add(label);
        yield return rename;

        yield return Build(
            "archive", "Put a wallet away: it signs nothing, and stays watched.", options, runner, (client, user, wallet, _, cancellationToken) =>
            client.ArchiveWalletAsync(new ArchiveWallet { UserId = user, WalletId = wallet }, cancellationToken));
        yield return Build(
            "unarchive", "Take a wallet out of the archive.", options, runner, (client, user, wallet, _, cancellationToken) =>
            client.UnarchiveWalletAsync(new UnarchiveWallet { UserId = user, WalletId = wallet }, cancellationToken));

        var reason = new Option<string?>("--reason") { Description = "Why, for the audit log." };
        var freeze = Build("freeze-wallet", "Keep a user's wallet from signing.", options, runner, (client, user, wallet, arguments, cancellationToken) =>
            client.FreezeWalletAsync(
                new FreezeWallet { UserId = user, WalletId = wallet, Reason = arguments.GetValue(reason) }, cancellationToken));
        freeze.Options.Add(reason);
        yield return freeze;

        var unfreeze = Build("unfreeze-wallet", "Let a user's wallet sign again.", options, runner, (client, user, wallet, arguments, cancellationToken) =>
            client.UnfreezeWalletAsync(
                new UnfreezeWallet { UserId = user, WalletId = wallet, Reason = arguments.GetValue(reason) }, cancellationToken));
        unfreeze.Options.Add(reason);
        yield return unfreeze;

        var rotate = Build(
            "rotate-key", "Give a wallet a new key and address; what the old address holds is moved there.", options, runner,
            (client, user, wallet, arguments, cancellationToken) => client.RotateKeyAsync(
                new RotateKey { UserId = user, WalletId = wallet, Reason = arguments.GetValue(reason) }, cancellationToken));
        rotate.Options.Add(reason);
        yield return rotate;
    }

    private static Command Build(
        string name,
        string description,
        WalletctlOptions options,
        CommandRunner runner,
        Func<IWalletClient, string, string, ParseResult, CancellationToken, Task<WalletDetails>> ask)
    {
        var command = new Command(name, description) { options.User, options.Wallet };
        command.SetAction((arguments, cancellationToken) => runner.RunAsync(
            arguments,
            mayTakeEffect: false,
            async client =>
            {
                var wallet = await ask(
                    client, arguments.GetRequiredValue(options.User), arguments.GetRequiredValue(options.Wallet), arguments, cancellationToken);
                runner.Print(arguments, wallet, WalletTable.Write);
                return ExitCodes.Success;
            },
            cancellationToken));
        return command;
    }
}
