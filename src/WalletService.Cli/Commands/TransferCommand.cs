using System.CommandLine;
using WalletService.Cli.Output;
using WalletService.Contracts.Transactions;

namespace WalletService.Cli.Commands;

/// <summary><c>transfer</c>: pays SOL, and shows how far the payment has come.</summary>
internal static class TransferCommand
{
    public static Command Build(WalletctlOptions options, CommandRunner runner, Terminal terminal)
    {
        var recipient = new Argument<string>("recipient") { Description = "A Solana address." };
        var amount = new Argument<string>("amount") { Description = "SOL as an exact decimal such as 0.25, or max for everything." };
        var memo = new Option<string?>("--memo") { Description = "Text, public on chain for ever." };
        var wait = new WaitOptions();
        var validFor = new Option<int?>("--valid-for-ms")
        {
            Description = "For how long transactions may be signed for it, 1000 to 86400000.",
        };
        var command = new Command("transfer", "Pay SOL, exactly once.")
        {
            recipient, amount, options.User, options.Wallet, memo, validFor, wait.For, wait.Milliseconds, options.RequestId,
        };
        command.SetAction((arguments, cancellationToken) => runner.RunAsync(
            arguments,
            mayTakeEffect: true,
            async client =>
            {
                var request = new TransferSol
                {
                    UserId = arguments.GetRequiredValue(options.User),
                    WalletId = arguments.GetRequiredValue(options.Wallet),
                    Recipient = arguments.GetRequiredValue(recipient),
                    Amount = arguments.GetRequiredValue(amount),
                    Memo = arguments.GetValue(memo),
                    ValidForMs = arguments.GetValue(validFor),
                    RequestId = arguments.GetValue(options.RequestId) ?? PaymentProgress.NewRequestId(),
                };
                var progress = new PaymentProgress(
                    terminal,
                    request.RequestId,
                    arguments.GetRequiredValue(wait.For),
                    arguments.GetRequiredValue(wait.Milliseconds),
                    (waitFor, waitMs) => client.TransferSolAsync(request with { WaitFor = waitFor, WaitMs = waitMs }, cancellationToken));
                return await progress.RunAsync(
                    isShown: !arguments.GetValue(options.Json), transfer => runner.Print(arguments, transfer, TransferReceipt.Write));
            },
            cancellationToken));
        return command;
    }
}
