using WalletService.Contracts;

namespace WalletService.Chaos.Callers;

/// <summary>
/// One of many concurrent callers: thinks of payments and asks for them, in the ways that callers do — once, twice at the same time,
/// impatiently, without hearing the reply. What it does not bring to an end is left to <see cref="Settlement"/>.
/// </summary>
internal sealed class Caller(IntentMaker maker, IntentAsker asker, Notebook notebook, Random random)
{
    private const int Attempts = 3;
    private static readonly string?[] Waits = [null, "submitted", "confirmed", "confirmed", "finalized"];

    /// <summary>Asks until it is told to stop.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var intents = await maker.NextAsync(cancellationToken);
                var asking = intents.Select(intent => AskAsync(notebook.Open(intent), random.Next(100), cancellationToken)).ToArray();
                await Task.WhenAll(asking);
                await Task.Delay(random.Next(100, 1_500), cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The campaign's time is up.
        }
    }

    private async Task AskAsync(IntentNotes notes, int manner, CancellationToken cancellationToken)
    {
        switch (manner)
        {
            case < 45:
                await UntilAnsweredAsync(notes, copies: 1, cancellationToken);
                break;
            case < 65:
                await UntilAnsweredAsync(notes, copies: 2, cancellationToken);
                break;
            case < 80:
                await asker.AskInVainAsync(notes, cancellationToken);
                await Task.Delay(random.Next(0, 4_000), cancellationToken);
                await UntilAnsweredAsync(notes, copies: 1, cancellationToken);
                break;
            case < 85:
                await CancelAsync(notes, cancellationToken);
                break;
            case < 92:
                await asker.AskAsync(notes, "finalized", random.Next(0, 500), TimeSpan.FromSeconds(5), cancellationToken);
                await UntilAnsweredAsync(notes, copies: 1, cancellationToken);
                break;
            default:
                await UntilAnsweredAsync(notes, copies: 1, cancellationToken);
                if (notes.TransactionId is not null && notes.Intent.Route is Routes.TransferSol or Routes.TransferToken)
                {
                    await asker.AskOtherContentAsync(notes, cancellationToken);
                }

                break;
        }
    }

    /// <summary>Asks, and calls it off at once: too late as often as not.</summary>
    private async Task CancelAsync(IntentNotes notes, CancellationToken cancellationToken)
    {
        await asker.AskAsync(notes, "submitted", waitMs: 0, TimeSpan.FromSeconds(5), cancellationToken);
        if (notes.TransactionId is not null)
        {
            await Task.Delay(random.Next(0, 3) * random.Next(0, 400), cancellationToken);
            await asker.CancelAsync(notes, cancellationToken);
        }

        await UntilAnsweredAsync(notes, copies: 1, cancellationToken);
    }

    /// <summary>Asks under the same key, a few times, until it is told of the transfer or refused for good.</summary>
    private async Task UntilAnsweredAsync(IntentNotes notes, int copies, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var waitFor = Waits[random.Next(Waits.Length)];
            var reply = await asker.AskAsync(
                notes, waitFor, random.Next(1_000, 10_000), TimeSpan.FromSeconds(15), cancellationToken, copies);
            if (reply is { TransactionId: not null } or { End: not null })
            {
                return;
            }

            await Task.Delay(random.Next(200, 1_000), cancellationToken);
        }
    }
}
