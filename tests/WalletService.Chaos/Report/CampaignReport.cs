using WalletService.Chaos.Oracle;

namespace WalletService.Chaos.Report;

/// <summary>The figures of a run, in plain text.</summary>
internal sealed class CampaignReport(ChaosOptions options, CampaignCounts counts, TextWriter output)
{
    public async Task WriteAsync(History history, IReadOnlyList<Violation> violations)
    {
        var outcomes = Outcome.Of(history);
        await WriteSectionAsync("intents", outcomes.GroupBy(outcome => outcome.Notes.Intent.Kind, StringComparer.Ordinal));
        await WriteSectionAsync("ends", outcomes.GroupBy(EndOf, StringComparer.Ordinal));
        await output.WriteLineAsync("counts");
        foreach (var (name, count) in counts.All)
        {
            await WriteLineAsync(name, count);
        }

        var signings = history.Events.Where(note => note.Type == "signed").DistinctBy(note => note.EventId, StringComparer.Ordinal)
            .GroupBy(note => note.TransactionId, StringComparer.Ordinal);
        await WriteLineAsync("new attempts after a dead one", signings.Sum(group => group.Count() - 1));
        await WriteLineAsync("events, repeats not counted", history.Events.DistinctBy(note => note.EventId, StringComparer.Ordinal).Count());
        await WriteLineAsync("repeated events", history.Events.Count - history.Events.DistinctBy(note => note.EventId, StringComparer.Ordinal).Count());
        foreach (var told in history.Events.Where(note => note.DepositId is not null).DistinctBy(note => note.EventId, StringComparer.Ordinal)
            .GroupBy(note => $"{note.Type}, {(note.Mint is null ? "SOL" : "tokens")}", StringComparer.Ordinal))
        {
            await WriteLineAsync(told.Key, told.Count());
        }

        await WriteLineAsync("replies read", history.Intents.Sum(notes => notes.Replies.Count));
        await WriteLineAsync("transactions on chain", history.Chain.Count);
        await output.WriteLineAsync(
            $"seed {options.Seed}: {history.Intents.Count} intents in {options.Duration.TotalMinutes:0.#} minutes "
            + $"({history.Intents.Count / options.Duration.TotalSeconds:0.0} a second), {violations.Count} violations");
    }

    private async Task WriteSectionAsync(string title, IEnumerable<IGrouping<string, Outcome>> groups)
    {
        await output.WriteLineAsync(title);
        foreach (var group in groups.OrderByDescending(group => group.Count()))
        {
            await WriteLineAsync(group.Key, group.Count());
        }
    }

    private Task WriteLineAsync(string name, int count) => output.WriteLineAsync($"  {name,-56} {count,8}");

    private static string EndOf(Outcome outcome) =>
        outcome.Last is { Code: { } code } ? $"{outcome.End}: {code}" : outcome.End?.ToString() ?? "none";
}
