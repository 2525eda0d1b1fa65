using System.CommandLine;
using Spectre.Console;
using WalletService.Cli.Output;
using WalletService.Contracts.Transactions;

namespace WalletService.Cli.Commands;

/// <summary><c>transaction send</c>: signs a transaction that somebody else made, and sends it.</summary>
internal static class SendCommand
{
    public static Command Build(WalletctlOptions options, CommandRunner runner, Terminal terminal)
    {
        var transaction = TransactionSource.Argument();
        var wait = new WaitOptions();
        var command = new Command("send", "Sign a transaction with the wallet's key and send it, exactly once.")
        {
            transaction, options.User, options.Wallet, wait.For, wait.Milliseconds, options.RequestId,
        };
        command.SetAction((arguments, cancellationToken) => runner.RunAsync(
            arguments,
            mayTakeEffect: true,
            async client =>
            {
                var request = new SendTransaction
                {
                    UserId = arguments.GetRequiredValue(options.User),
                    WalletId = arguments.GetRequiredValue(options.Wallet),
                    Transaction = await TransactionSource.ReadAsync(arguments.GetRequiredValue(transaction), terminal.Input, cancellationToken),
                    WaitFor = arguments.GetRequiredValue(wait.For),
                    WaitMs = arguments.GetRequiredValue(wait.Milliseconds),
                    RequestId = arguments.GetValue(options.RequestId) ?? Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString("D"),
                };
                terminal.Messages.WriteLine($"request id {request.RequestId}");
                var sent = await client.SendTransactionAsync(request, cancellationToken);
                runner.Print(arguments, sent, TransferReceipt.Write);
                return Finish(sent, request, terminal);
            },
            cancellationToken));
        return command;
    }

    private static int Finish(TransferDetails sent, SendTransaction request, Terminal terminal)
    {
        if (WaitOptions.HasReached(sent.Status, request.WaitFor!))
        {
            return ExitCodes.Success;
        }

        terminal.Messages.WriteLine(
            $"The transaction goes on and is not yet {request.WaitFor}. Ask again with --request-id {request.RequestId}: it never executes twice.");
        return ExitCodes.OutcomeUnknown;
    }
}
