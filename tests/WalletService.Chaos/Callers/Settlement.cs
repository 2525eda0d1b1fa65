namespace WalletService.Chaos.Callers;

/// <summary>Once nothing is broken any more: asks for every intent, under its own key, until it has ended.</summary>
internal sealed class Settlement(IReadOnlyList<IntentAsker> askers)
{
    private const int AskedAtOncePerCaller = 16;

    /// <summary>Returns once every intent has ended, or the time is up.</summary>
    public async Task RunAsync(IReadOnlyList<IntentNotes> intents, CancellationToken timeIsUp)
    {
        var open = intents.Where(notes => !notes.HasEnded).ToArray();
        var options = new ParallelOptions { MaxDegreeOfParallelism = askers.Count * AskedAtOncePerCaller, CancellationToken = timeIsUp };
        try
        {
            await Parallel.ForEachAsync(
                open.Select((notes, index) => (notes, asker: askers[index % askers.Count])),
                options,
                async (entry, cancellationToken) => await SettleAsync(entry.notes, entry.asker, cancellationToken));
        }
        catch (OperationCanceledException)
        {
            // What is still open is for the oracle to tell.
        }
    }

    private static async Task SettleAsync(IntentNotes notes, IntentAsker asker, CancellationToken cancellationToken)
    {
        while (!notes.HasEnded)
        {
            await asker.GetAsync(notes, cancellationToken);
            var reply = await asker.AskAsync(notes, "finalized", 10_000, TimeSpan.FromSeconds(15), cancellationToken);
            if (reply is not { Success: true })
            {
                await Task.Delay(TimeSpan.FromMilliseconds(500), cancellationToken);
            }
        }
    }
}
