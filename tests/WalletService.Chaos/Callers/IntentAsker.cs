using System.Text.Json;
using WalletService.Chaos.Report;
using WalletService.Contracts;

namespace WalletService.Chaos.Callers;

/// <summary>Sends the requests of intents, and notes every reply, however late it comes.</summary>
internal sealed class IntentAsker(CallerConnection connection, CampaignCounts counts, TimeProvider time)
{
    /// <summary>Asks, and waits; null when no reply came in time or the broker went away.</summary>
    /// <param name="copies">How many copies of the message are published.</param>
    public async Task<ReplyNote?> AskAsync(
        IntentNotes notes, string? waitFor, int? waitMs, TimeSpan patience, CancellationToken cancellationToken, int copies = 1)
    {
        var first = new TaskCompletionSource<ReplyNote>(TaskCreationOptions.RunContinuationsAsynchronously);
        var isSent = await SendAsync(notes, waitFor, waitMs, reply => first.TrySetResult(reply), cancellationToken, copies);
        try
        {
            return isSent ? await first.Task.WaitAsync(patience, cancellationToken) : null;
        }
        catch (TimeoutException)
        {
            counts.Add("requests without a reply in time");
            return null;
        }
    }

    /// <summary>Asks where no reply can come back to.</summary>
    public Task AskInVainAsync(IntentNotes notes, CancellationToken cancellationToken)
    {
        counts.Add("requests with the reply lost");
        return SendAsync(notes, "submitted", 0, _ => { }, cancellationToken, losesReply: true);
    }

    /// <summary>Asks for something else under the key of an intent that the service has taken.</summary>
    public async Task AskOtherContentAsync(IntentNotes notes, CancellationToken cancellationToken)
    {
        var content = notes.Intent.Content.DeepClone().AsObject();
        content["amount"] = "0.123456789";
        var request = ToRequest(notes.Intent with { Content = content }, waitFor: null, waitMs: 0);
        counts.Add("requests with other content under a used key");
        await connection.SendAsync(
            request, body => notes.NoteReply(ReplyNote.Parse(body, request.Route, time.GetUtcNow(), answersConflict: true)), cancellationToken);
    }

    /// <summary>Asks to call it off.</summary>
    public Task CancelAsync(IntentNotes notes, CancellationToken cancellationToken)
    {
        counts.Add("cancellations asked for");
        return ReadAsync(Routes.CancelTransaction, notes, new { userId = notes.Intent.UserId, transactionId = notes.TransactionId }, cancellationToken);
    }

    /// <summary>Asks what became of it, by its key.</summary>
    public Task GetAsync(IntentNotes notes, CancellationToken cancellationToken)
    {
        counts.Add("look-ups by key");
        return ReadAsync(Routes.GetTransaction, notes, new { userId = notes.Intent.UserId, requestId = notes.Intent.Key }, cancellationToken);
    }

    private async Task ReadAsync(string route, IntentNotes notes, object body, CancellationToken cancellationToken)
    {
        var request = new OutgoingRequest(route, JsonSerializer.Serialize(body));
        if (await connection.AskAsync(request, TimeSpan.FromSeconds(10), cancellationToken) is { } reply)
        {
            notes.NoteReply(ReplyNote.Parse(reply, route, time.GetUtcNow()));
        }
    }

    private Task<bool> SendAsync(
        IntentNotes notes,
        string? waitFor,
        int? waitMs,
        Action<ReplyNote> onReply,
        CancellationToken cancellationToken,
        int copies = 1,
        bool losesReply = false)
    {
        var request = ToRequest(notes.Intent, waitFor, waitMs);
        for (var copy = 0; copy < copies; copy++)
        {
            counts.Add(notes.Requests == 0 ? "first requests" : "redeliveries");
            notes.NoteRequest();
        }

        return connection.SendAsync(
            request,
            body =>
            {
                var reply = ReplyNote.Parse(body, request.Route, time.GetUtcNow());
                notes.NoteReply(reply);
                onReply(reply);
            },
            cancellationToken,
            copies,
            losesReply);
    }

    private static OutgoingRequest ToRequest(Intent intent, string? waitFor, int? waitMs) =>
        new(intent.Route, intent.ToBody(waitFor, waitMs), intent.KeyIsRequestId ? null : intent.Key);
}
