using System.CommandLine;
using WalletService.Cli.Output;
using WalletService.Contracts.Transactions;

namespace WalletService.Cli.Commands;

/// <summary><c>sign</c>: signs a transaction that somebody else made, without sending it.</summary>
internal static class SignCommand
{
    public static Command Build(WalletctlOptions options, CommandRunner runner, Terminal terminal)
    {
        var transaction = TransactionSource.Argument();
        var command = new Command("sign", "Sign a transaction with the wallet's key.")
        {
            transaction, options.User, options.Wallet, options.RequestId,
        };
        command.SetAction((arguments, cancellationToken) => runner.RunAsync(
            arguments,
            mayTakeEffect: true,
            async client =>
            {
                var request = new SignTransaction
                {
                    UserId = arguments.GetRequiredValue(options.User),
                    WalletId = arguments.GetRequiredValue(options.Wallet),
                    Transaction = await TransactionSource.ReadAsync(arguments.GetRequiredValue(transaction), terminal.Input, cancellationToken),
                    RequestId = arguments.GetValue(options.RequestId),
                };
                runner.Print(arguments, await client.SignTransactionAsync(request, cancellationToken), SignedTransactionText.Write);
                return ExitCodes.Success;
            },
            cancellationToken));
        return command;
    }
}
