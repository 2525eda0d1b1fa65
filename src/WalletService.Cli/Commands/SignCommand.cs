using System.CommandLine;
using WalletService.Cli.Output;
using WalletService.Contracts.Transactions;

namespace WalletService.Cli.Commands;

/// <summary><c>sign</c>: signs a transaction that somebody else made, without sending it.</summary>
internal static class SignCommand
{
    public static Command Build(WalletctlOptions options, CommandRunner runner, Terminal terminal)
    {
        var transaction = new Argument<string>("transaction")
        {
            Description = "A file with the transaction (its bytes, or base64), the base64 itself, or - for standard input.",
        };
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
                    Transaction = await ReadAsync(arguments.GetRequiredValue(transaction), terminal.Input, cancellationToken),
                    RequestId = arguments.GetValue(options.RequestId),
                };
                runner.Print(arguments, await client.SignTransactionAsync(request, cancellationToken), SignedTransactionText.Write);
                return ExitCodes.Success;
            },
            cancellationToken));
        return command;
    }

    /// <summary>The transaction in base64.</summary>
    private static async Task<string> ReadAsync(string source, TextReader input, CancellationToken cancellationToken)
    {
        if (source == "-")
        {
            return (await input.ReadToEndAsync(cancellationToken)).Trim();
        }

        if (!File.Exists(source))
        {
            return source;
        }

        var bytes = await File.ReadAllBytesAsync(source, cancellationToken);
        var text = System.Text.Encoding.ASCII.GetString(bytes).Trim();
        return Convert.TryFromBase64String(text, new byte[text.Length], out var length) && length > 0
            ? text
            : Convert.ToBase64String(bytes);
    }
}
