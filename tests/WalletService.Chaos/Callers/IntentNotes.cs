namespace WalletService.Chaos.Callers;

/// <summary>What a caller knows of an intent: what it asked, and every reply that it read. Many tasks may write at once.</summary>
public sealed class IntentNotes(Intent intent, DateTimeOffset madeAt)
{
    private readonly Lock gate = new();
    private readonly List<ReplyNote> replies = [];
    private int requests;

    public Intent Intent { get; } = intent;

    public DateTimeOffset MadeAt { get; } = madeAt;

    /// <summary>How many messages were published for it.</summary>
    public int Requests => requests;

    public IReadOnlyList<ReplyNote> Replies
    {
        get
        {
            lock (gate)
            {
                return [.. replies];
            }
        }
    }

    /// <summary>Whether a reply has told the end.</summary>
    public bool HasEnded => Replies.Any(reply => reply.End is not null);

    /// <summary>The transfer's id, once a reply has told it.</summary>
    public string? TransactionId => Replies.Select(reply => reply.TransactionId).FirstOrDefault(id => id is not null);

    public void NoteRequest() => Interlocked.Increment(ref requests);

    public void NoteReply(ReplyNote reply)
    {
        lock (gate)
        {
            replies.Add(reply);
        }
    }
}
