using System.CommandLine;
using WalletService.Cli.Output;
using WalletService.Contracts.Transactions;

namespace WalletService.Cli.Commands;

/// <summary><c>transfer-token</c>: pays a token, and shows how far the payment has come.</summary>
internal static class TransferTokenCommand
{
    public static Command Build(WalletctlOptions options, CommandRunner runner, Terminal terminal)
    {
        var recipient = new Argument<string>("recipient") { Description = "The address of a wallet, not of its token account." };
        var mint = new Argument<string>("mint") { Description = "The token, by its mint's address." };
        var amount = new Argument<string>("amount") { Description = "Tokens as an exact decimal such as 12.5, or max for everything." };
        var meaning = new Option<string?>("--amount-meaning")
        {
            Description = "What the amount counts where the mint withholds a fee: what is sent (default) or what is received.",
        };
        meaning.AcceptOnlyFromAmong("sent", "received");
        var memo = new Option<string?>("--memo") { Description = "Text, public on chain for ever." };
        var wait = new WaitOptions();
        var validFor = new Option<int?>("--valid-for-ms")
        {
            Description = "For how long transactions may be signed for it, 1000 to 86400000.",
        };
        var command = new Command("transfer-token", "Pay a token of the Token or Token-2022 program, exactly once.")
        {
            recipient, mint, amount, meaning, options.User, options.Wallet, memo, validFor, wait.For, wait.Milliseconds, options.RequestId,
        };
        command.SetAction((arguments, cancellationToken) => runner.RunAsync(
            arguments,
            mayTakeEffect: true,
            async client =>
            {
                var request = new TransferToken
                {
                    UserId = arguments.GetRequiredValue(options.User),
                    WalletId = arguments.GetRequiredValue(options.Wallet),
                    Recipient = arguments.GetRequiredValue(recipient),
                    Mint = arguments.GetRequiredValue(mint),
                    Amount = arguments.GetRequiredValue(amount),
                    AmountMeaning = arguments.GetValue(meaning),
                    Memo = arguments.GetValue(memo),
                    ValidForMs = arguments.GetValue(validFor),
                    RequestId = arguments.GetValue(options.RequestId) ?? PaymentProgress.NewRequestId(),
                };
                var progress = new PaymentProgress(
                    terminal,
                    request.RequestId,
                    arguments.GetRequiredValue(wait.For),
                    arguments.GetRequiredValue(wait.Milliseconds),
                    (waitFor, waitMs) => client.TransferTokenAsync(request with { WaitFor = waitFor, WaitMs = waitMs }, cancellationToken));
                return await progress.RunAsync(
                    isShown: !arguments.GetValue(options.Json), transfer => runner.Print(arguments, transfer, TransferReceipt.Write));
            },
            cancellationToken));
        return command;
    }
}
