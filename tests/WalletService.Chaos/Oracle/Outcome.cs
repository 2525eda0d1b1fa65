using WalletService.Chaos.Callers;

namespace WalletService.Chaos.Oracle;

/// <summary>What became of an intent, by its replies.</summary>
public sealed record Outcome
{
    public required IntentNotes Notes { get; init; }

    /// <summary>The first reply that told an end; null when none did.</summary>
    public required ReplyNote? Last { get; init; }

    /// <summary>Every signature that replies or events named for it.</summary>
    public required IReadOnlySet<string> Signatures { get; init; }

    public IntentEnd? End => Last?.End;

    /// <summary>The signature of the transaction that it says was executed; null when it says that none was.</summary>
    public string? ExecutedSignature => End is IntentEnd.Finalized or IntentEnd.Failed ? Last!.Signature : null;

    public static IReadOnlyList<Outcome> Of(History history)
    {
        var named = history.Events.Where(note => note.TransactionId is not null && note.Signature is not null)
            .ToLookup(note => note.TransactionId!, note => note.Signature!, StringComparer.Ordinal);
        return [.. history.Intents.Select(notes => Of(notes, named))];
    }

    private static Outcome Of(IntentNotes notes, ILookup<string, string> namedByEvents)
    {
        var replies = notes.Replies;
        var byEvents = notes.TransactionId is { } id ? namedByEvents[id] : [];
        return new Outcome
        {
            Notes = notes,
            Last = replies.FirstOrDefault(reply => reply.End is not null),
            Signatures = replies.Select(reply => reply.Signature).OfType<string>()
                .Concat(replies.SelectMany(reply => reply.AttemptSignatures)).Concat(byEvents).ToHashSet(StringComparer.Ordinal),
        };
    }
}
