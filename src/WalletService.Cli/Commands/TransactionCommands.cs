using System.CommandLine;
using WalletService.Cli.Output;
using WalletService.Contracts.Transactions;

namespace WalletService.Cli.Commands;

/// <summary><c>transaction</c>: reads, lists, cancels, sends and simulates transactions.</summary>
internal static class TransactionCommands
{
    public static Command Build(WalletctlOptions options, CommandRunner runner, Terminal terminal)
    {
        var command = new Command("transaction", "Read, list, cancel, send and simulate transactions.");
        command.Subcommands.Add(Get(options, runner));
        command.Subcommands.Add(List(options, runner));
        command.Subcommands.Add(Cancel(options, runner));
        command.Subcommands.Add(SendCommand.Build(options, runner, terminal));
        command.Subcommands.Add(Simulate(options, runner, terminal));
        return command;
    }

    private static Command Get(WalletctlOptions options, CommandRunner runner)
    {
        var subject = new TransactionSubject();
        var command = new Command("get", "Show a transaction, whatever became of it.") { subject.Id, subject.RequestId, options.User };
        command.Validators.Add(subject.Validate);
        command.SetAction((arguments, cancellationToken) => runner.RunAsync(
            arguments,
            mayTakeEffect: false,
            async client =>
            {
                var request = subject.Read(arguments, arguments.GetRequiredValue(options.User));
                runner.Print(arguments, await client.GetTransactionAsync(request, cancellationToken), TransactionTable.Write);
                return ExitCodes.Success;
            },
            cancellationToken));
        return command;
    }

    private static Command List(WalletctlOptions options, CommandRunner runner)
    {
        var wallet = new Option<string?>("--wallet", "-w") { Description = "Only those of this wallet." };
        var status = new Option<string[]>("--status") { Description = "Only those of this status; may be given several times." };
        var from = new Option<string?>("--from") { Description = "Received at this time or later, e.g. 2026-11-21T09:30:00Z." };
        var before = new Option<string?>("--before") { Description = "Received before this time." };
        var limit = new Option<int?>("--limit") { Description = "How many, at most 200." };
        var cursor = new Option<string?>("--cursor") { Description = "Where the page before ended." };
        var command = new Command("list", "List a user's transactions, newest first.")
        {
            options.User, wallet, status, from, before, limit, cursor,
        };
        command.SetAction((arguments, cancellationToken) => runner.RunAsync(
            arguments,
            mayTakeEffect: false,
            async client =>
            {
                var request = new ListTransactions
                {
                    UserId = arguments.GetRequiredValue(options.User),
                    WalletId = arguments.GetValue(wallet),
                    Status = arguments.GetValue(status) is { Length: > 0 } statuses ? statuses : null,
                    From = arguments.GetValue(from),
                    Before = arguments.GetValue(before),
                    Limit = arguments.GetValue(limit),
                    Cursor = arguments.GetValue(cursor),
                };
                runner.Print(arguments, await client.ListTransactionsAsync(request, cancellationToken), TransactionTable.Write);
                return ExitCodes.Success;
            },
            cancellationToken));
        return command;
    }

    private static Command Cancel(WalletctlOptions options, CommandRunner runner)
    {
        var id = new Argument<string>("id") { Description = "The transaction's id." };
        var command = new Command("cancel", "Call a transaction off that can't execute yet.") { id, options.User };
        command.SetAction((arguments, cancellationToken) => runner.RunAsync(
            arguments,
            mayTakeEffect: false,
            async client =>
            {
                var request = new CancelTransaction
                {
                    UserId = arguments.GetRequiredValue(options.User),
                    TransactionId = arguments.GetRequiredValue(id),
                };
                runner.Print(arguments, await client.CancelTransactionAsync(request, cancellationToken), TransactionTable.Write);
                return ExitCodes.Success;
            },
            cancellationToken));
        return command;
    }

    private static Command Simulate(WalletctlOptions options, CommandRunner runner, Terminal terminal)
    {
        var transaction = TransactionSource.Argument();
        var command = new Command("simulate", "Tell what a transaction would do, without signing it.") { transaction, options.User, options.Wallet };
        command.SetAction((arguments, cancellationToken) => runner.RunAsync(
            arguments,
            mayTakeEffect: false,
            async client =>
            {
                var request = new SimulateTransaction
                {
                    UserId = arguments.GetRequiredValue(options.User),
                    WalletId = arguments.GetRequiredValue(options.Wallet),
                    Transaction = await TransactionSource.ReadAsync(arguments.GetRequiredValue(transaction), terminal.Input, cancellationToken),
                };
                runner.Print(arguments, await client.SimulateTransactionAsync(request, cancellationToken), TransactionTable.Write);
                return ExitCodes.Success;
            },
            cancellationToken));
        return command;
    }
}
