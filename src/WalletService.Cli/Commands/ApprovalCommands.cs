using System.CommandLine;
using WalletService.Cli.Output;
using WalletService.Client;
using WalletService.Contracts.Transactions;

namespace WalletService.Cli.Commands;

/// <summary><c>approve</c> and <c>reject</c>: the word of the approver who is the broker's user.</summary>
internal static class ApprovalCommands
{
    public static Command Approve(WalletctlOptions options, CommandRunner runner) => Build(
        "approve",
        "Approve a transaction that awaits it.",
        options,
        runner,
        (client, user, id, cancellationToken) =>
            client.ApproveTransactionAsync(new ApproveTransaction { UserId = user, TransactionId = id }, cancellationToken));

    public static Command Reject(WalletctlOptions options, CommandRunner runner) => Build(
        "reject",
        "Refuse a transaction that awaits approval, which ends it.",
        options,
        runner,
        (client, user, id, cancellationToken) =>
            client.RejectTransactionAsync(new RejectTransaction { UserId = user, TransactionId = id }, cancellationToken));

    private static Command Build(
        string name,
        string description,
        WalletctlOptions options,
        CommandRunner runner,
        Func<IWalletClient, string, string, CancellationToken, Task<TransactionDetails>> ask)
    {
        var id = new Argument<string>("id") { Description = "The transaction's id." };
        var command = new Command(name, description) { id, options.User };
        command.SetAction((arguments, cancellationToken) => runner.RunAsync(
            arguments,
            mayTakeEffect: true,
            async client =>
            {
                var transaction = await ask(
                    client, arguments.GetRequiredValue(options.User), arguments.GetRequiredValue(id), cancellationToken);
                runner.Print(arguments, transaction, TransactionTable.Write);
                return ExitCodes.Success;
            },
            cancellationToken));
        return command;
    }
}
