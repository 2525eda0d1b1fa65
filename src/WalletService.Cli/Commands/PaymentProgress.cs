using System.Diagnostics;
using Spectre.Console;
using WalletService.Contracts.Transactions;

namespace WalletService.Cli.Commands;

/// <summary>Waits for a payment and shows how far it has come.</summary>
/// <param name="terminal">Where to.</param>
/// <param name="requestId">The payment's idempotency key.</param>
/// <param name="waitFor">The stage that is waited for.</param>
/// <param name="waitMs">For how long at most, in milliseconds.</param>
/// <param name="ask">Asks for the payment with a stage and a time to wait for it: the first question pays, the others find that payment.</param>
internal sealed class PaymentProgress(
    Terminal terminal, string requestId, string waitFor, int waitMs, Func<string, int, Task<TransferDetails>> ask)
{
    public static string NewRequestId() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString("D");

    public async Task<int> RunAsync(bool isShown, Action<TransferDetails> print)
    {
        terminal.Messages.MarkupLineInterpolated($"[grey]request id {requestId}[/]");
        var transfer = isShown ? await ShowAsync() : await ask(waitFor, waitMs);
        print(transfer);
        if (WaitOptions.HasReached(transfer.Status, waitFor))
        {
            return ExitCodes.Success;
        }

        terminal.Messages.WriteLine(
            $"The transfer goes on and is not yet {waitFor}. Ask again with --request-id {requestId}: it never pays twice.");
        return ExitCodes.OutcomeUnknown;
    }

    private async Task<TransferDetails> ShowAsync()
    {
        var clock = Stopwatch.StartNew();
        return await terminal.Messages.Status().StartAsync("signing and sending", async status =>
        {
            TransferDetails transfer;
            var stage = 0;
            do
            {
                transfer = await ask(WaitOptions.Stages[stage], Math.Max(0, waitMs - (int)clock.ElapsedMilliseconds));
                status.Status($"{transfer.Status}, waiting for {waitFor}");
                stage++;
            }
            while (!WaitOptions.HasReached(transfer.Status, waitFor) && clock.ElapsedMilliseconds < waitMs && stage < WaitOptions.Stages.Count);
            return transfer;
        });
    }
}
