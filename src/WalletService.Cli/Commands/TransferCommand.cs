using System.CommandLine;
using System.Diagnostics;
using Spectre.Console;
using WalletService.Cli.Output;
using WalletService.Client;
using WalletService.Contracts.Transactions;

namespace WalletService.Cli.Commands;

/// <summary><c>transfer</c>: pays, and shows how far the payment has come.</summary>
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
                    WaitFor = arguments.GetRequiredValue(wait.For),
                    WaitMs = arguments.GetRequiredValue(wait.Milliseconds),
                    ValidForMs = arguments.GetValue(validFor),
                    RequestId = arguments.GetValue(options.RequestId) ?? NewRequestId(),
                };
                terminal.Messages.MarkupLineInterpolated($"[grey]request id {request.RequestId}[/]");
                var transfer = arguments.GetValue(options.Json)
                    ? await client.TransferSolAsync(request, cancellationToken)
                    : await ShowProgressAsync(client, request, terminal, cancellationToken);
                runner.Print(arguments, transfer, TransferReceipt.Write);
                return Finish(transfer, request, terminal);
            },
            cancellationToken));
        return command;
    }

    /// <summary>
    /// Asks for each stage in turn, always with the same request id: the first question pays, the others find that payment.
    /// </summary>
    private static async Task<TransferDetails> ShowProgressAsync(
        IWalletClient client, TransferSol request, Terminal terminal, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        return await terminal.Messages.Status().StartAsync("signing and sending", async status =>
        {
            TransferDetails transfer;
            var stage = 0;
            do
            {
                var left = Math.Max(0, request.WaitMs!.Value - (int)clock.ElapsedMilliseconds);
                transfer = await client.TransferSolAsync(request with { WaitFor = WaitOptions.Stages[stage], WaitMs = left }, cancellationToken);
                status.Status($"{transfer.Status}, waiting for {request.WaitFor}");
                stage++;
            }
            while (!HasReached(transfer, request) && clock.ElapsedMilliseconds < request.WaitMs && stage < WaitOptions.Stages.Count);
            return transfer;
        });
    }

    private static int Finish(TransferDetails transfer, TransferSol request, Terminal terminal)
    {
        if (HasReached(transfer, request))
        {
            return ExitCodes.Success;
        }

        terminal.Messages.WriteLine(
            $"The transfer goes on and is not yet {request.WaitFor}. Ask again with --request-id {request.RequestId}: it never pays twice.");
        return ExitCodes.OutcomeUnknown;
    }

    private static bool HasReached(TransferDetails transfer, TransferSol request) =>
        WaitOptions.HasReached(transfer.Status, request.WaitFor!);

    private static string NewRequestId() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString("D");
}
