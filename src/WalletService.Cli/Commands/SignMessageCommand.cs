using System.CommandLine;
using WalletService.Cli.Output;
using WalletService.Contracts.Transactions;

namespace WalletService.Cli.Commands;

/// <summary><c>sign-message</c>: signs text in the off-chain message format.</summary>
internal static class SignMessageCommand
{
    public static Command Build(WalletctlOptions options, CommandRunner runner)
    {
        var text = new Argument<string>("text") { Description = "The text to sign." };
        var version = new Option<int>("--format-version") { Description = "0, as the Solana command line verifies it, or 1, which names the signer." };
        var command = new Command("sign-message", "Sign text with the wallet's key; it can never be a transaction.")
        {
            text, version, options.User, options.Wallet, options.RequestId,
        };
        command.SetAction((arguments, cancellationToken) => runner.RunAsync(
            arguments,
            mayTakeEffect: true,
            async client =>
            {
                var request = new SignMessage
                {
                    UserId = arguments.GetRequiredValue(options.User),
                    WalletId = arguments.GetRequiredValue(options.Wallet),
                    Message = arguments.GetRequiredValue(text),
                    FormatVersion = arguments.GetValue(version),
                    RequestId = arguments.GetValue(options.RequestId),
                };
                runner.Print(arguments, await client.SignMessageAsync(request, cancellationToken), SignedMessageText.Write);
                return ExitCodes.Success;
            },
            cancellationToken));
        return command;
    }
}
