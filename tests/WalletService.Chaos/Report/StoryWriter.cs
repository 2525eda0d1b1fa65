using System.Globalization;
using WalletService.Chaos.Callers;
using WalletService.Chaos.Oracle;
using WalletService.Chaos.Parts;

namespace WalletService.Chaos.Report;

/// <summary>Tells of each violation all that is known: what was asked, the replies, the blocks, the events, and what the services logged.</summary>
internal sealed class StoryWriter(RunFolder folder, IReadOnlyList<ServiceInstance> services, TextWriter output)
{
    private const int ToldInFull = 20;
    private const int Printed = 5;

    public async Task WriteAsync(History history, IReadOnlyList<Violation> violations)
    {
        foreach (var violation in violations)
        {
            folder.Append("violations.txt", $"[{violation.Rule}] {violation.Text}");
        }

        KeepNotes(history);
        var number = 0;
        foreach (var violation in violations.DistinctBy(violation => violation.Intent?.Intent.Key ?? violation.Text).Take(ToldInFull))
        {
            var story = string.Join('\n', Tell(history, violation));
            folder.Append(string.Create(CultureInfo.InvariantCulture, $"story-{++number}.txt"), story);
            if (number <= Printed)
            {
                await output.WriteLineAsync(story);
            }
        }

        await output.WriteLineAsync($"{violations.Count} violations; all notes and logs are in {folder.Path}");
    }

    private void KeepNotes(History history)
    {
        folder.Append("events.jsonl", string.Join('\n', history.Events.Select(note => note.Body)));
        folder.Append("chain.txt", string.Join('\n', history.Chain.Select(Describe)));
        folder.Append("replies.txt", string.Join('\n', history.Intents.SelectMany(notes => notes.Replies.Select(reply => Describe(notes, reply)))));
    }

    private IEnumerable<string> Tell(History history, Violation violation)
    {
        yield return $"VIOLATION of '{violation.Rule}': {violation.Text}";
        if (violation.Intent is not { } notes)
        {
            yield break;
        }

        var intent = notes.Intent;
        yield return $"  asked {Time(notes.MadeAt)}, {notes.Requests} messages, {intent.Kind}: {intent.ToBody(null, null)}";
        foreach (var reply in notes.Replies.OrderBy(reply => reply.At))
        {
            yield return $"  reply {Describe(notes, reply)}";
        }

        var outcome = Outcome.Of(history).First(outcome => outcome.Notes == notes);
        foreach (var transaction in history.Chain.Where(transaction => outcome.Signatures.Contains(transaction.Signature) || IsLike(intent, transaction)))
        {
            yield return $"  chain {Describe(transaction)}";
        }

        foreach (var note in history.Events.Where(note => notes.TransactionId is not null && note.TransactionId == notes.TransactionId))
        {
            yield return $"  event {note.Body}";
        }

        string[] words = [$"\"{intent.Key}\"", .. outcome.Signatures, .. new[] { notes.TransactionId }.OfType<string>()];
        foreach (var service in services)
        {
            foreach (var line in service.LogLinesWith(words))
            {
                yield return $"  log of {service.Name} {line}";
            }
        }
    }

    private static bool IsLike(Intent intent, ChainTransaction transaction) =>
        transaction.Transfers.Any(transfer => transfer.Source == intent.Source && transfer.Destination == intent.Recipient
            && (intent.Lamports is null || transfer.Lamports == intent.Lamports));

    private static string Describe(ChainTransaction transaction) =>
        $"slot {transaction.Slot} {transaction.Signature} fee {transaction.Fee} {string.Join(", ", transaction.Transfers)} "
        + $"{string.Join(", ", transaction.TokenBalances)} {transaction.Error ?? "ok"}";

    private static string Describe(IntentNotes notes, ReplyNote reply) => $"{Time(reply.At)} {notes.Intent.Key} {reply.Route} {reply.Body}";

    private static string Time(DateTimeOffset at) => at.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
}
