using WalletService.Chaos.Callers;

namespace WalletService.Chaos.Oracle;

/// <summary>
/// Events: without repeats each wallet's are numbered 1, 2, 3, … and arrived in that order; each transfer's tell exactly one end, the one
/// that its caller was told.
/// </summary>
internal static class EventCheck
{
    private const string Rule = "events agree with states";
    private const string TransactionTopic = "transaction-events";

    private static readonly Dictionary<string, IntentEnd> Ends = new(StringComparer.Ordinal)
    {
        ["finalized"] = IntentEnd.Finalized,
        ["failed"] = IntentEnd.Failed,
        ["rejected"] = IntentEnd.Rejected,
        ["expired"] = IntentEnd.Expired,
        ["cancelled"] = IntentEnd.Cancelled,
    };

    private static readonly HashSet<string> Expected = new(StringComparer.Ordinal)
    {
        "wallet-events.created",
        "wallet-events.activated",
        "wallet-events.keyRotated",
        "transaction-events.prepared",
        "transaction-events.retried",
        "transaction-events.signed",
        "transaction-events.submitted",
        "transaction-events.confirmed",
        "transaction-events.finalized",
        "transaction-events.failed",
        "transaction-events.rejected",
        "transaction-events.expired",
        "transaction-events.cancelled",
        "portfolio-events.balance.updated",
        "portfolio-events.token.transferred",
        "portfolio-events.deposit.detected",
        "portfolio-events.deposit.received",
        "portfolio-events.deposit.dropped",
        "error-events.transaction.failed",
        "error-events.dependency.down",
        "error-events.dependency.recovered",
        "error-events.deposits.gap",
        "error-events.deposits.gapClosed",
        "error-events.audit.checkpoint",

        // Callers of a campaign pay whom they never paid before, and in bursts.
        "error-events.security.anomaly",
        "network-events.node.degraded",
        "network-events.node.down",
        "network-events.node.recovered",
        "network-events.node.failedOver",
        "network-events.node.failedBack",
    };

    public static IEnumerable<Violation> Find(History history) =>
        FindRepeats(history).Concat(FindGaps(history)).Concat(FindUnexpected(history)).Concat(FindEnds(history));

    private static IEnumerable<Violation> FindRepeats(History history) =>
        from repeats in history.Events.GroupBy(note => note.EventId, StringComparer.Ordinal)
        where repeats.Select(note => note.Body).Distinct(StringComparer.Ordinal).Skip(1).Any()
        select new Violation(Rule, $"Event {repeats.Key} came with different content.");

    /// <summary>Nothing in a campaign explains any other event: an unexplained balance, a difference of the books, a refused node.</summary>
    private static IEnumerable<Violation> FindUnexpected(History history) =>
        from note in history.Events.DistinctBy(note => note.EventId, StringComparer.Ordinal)
        where !Expected.Contains($"{note.Topic}.{note.Type}")
        select new Violation(Rule, $"Nothing explains the event {note.Topic}.{note.Type}: {note.Body}");

    private static IEnumerable<Violation> FindGaps(History history)
    {
        foreach (var ofWallet in history.Events.Where(note => note.WalletId is not null)
            .DistinctBy(note => note.EventId, StringComparer.Ordinal).GroupBy(note => note.WalletId!, StringComparer.Ordinal))
        {
            var next = 1L;
            foreach (var note in ofWallet)
            {
                if (note.Sequence != next)
                {
                    yield return new Violation(Rule, $"Wallet {ofWallet.Key}: event {note.Sequence} came where {next} was due: {note.Body}");
                    break;
                }

                next++;
            }
        }
    }

    private static IEnumerable<Violation> FindEnds(History history)
    {
        var events = history.Events.Where(note => note.Topic == TransactionTopic && note.TransactionId is not null)
            .DistinctBy(note => note.EventId, StringComparer.Ordinal).ToLookup(note => note.TransactionId!, StringComparer.Ordinal);
        foreach (var outcome in Outcome.Of(history).Where(outcome => outcome.Notes.TransactionId is not null))
        {
            var ends = events[outcome.Notes.TransactionId!].Where(note => Ends.ContainsKey(note.Type)).ToArray();
            if (ends is not [var end] || Ends[end.Type] != outcome.End)
            {
                var told = ends.Length == 0 ? "no end" : string.Join(", ", ends.Select(note => note.Type));
                yield return new Violation(
                    Rule, $"{outcome.Notes.Intent.Key} ended as {outcome.End?.ToString() ?? "nothing"}; its events tell {told}.", outcome.Notes);
            }
            else if (outcome.ExecutedSignature is { } signature && end.Signature != signature)
            {
                yield return new Violation(
                    Rule, $"{outcome.Notes.Intent.Key} ended with {signature}; its event names {end.Signature ?? "nothing"}.", outcome.Notes);
            }
        }

        var known = history.Intents.Select(notes => notes.TransactionId).ToHashSet(StringComparer.Ordinal);
        foreach (var stray in events.Where(group => !known.Contains(group.Key)))
        {
            yield return new Violation(Rule, $"Events tell of transfer {stray.Key}, which no caller knows: {stray.First().Body}");
        }
    }
}
