using System.Text.Json;
using WalletService.Domain.Batches;

namespace WalletService.Domain.Events;

/// <summary>The events that tell how far a batch has come. What becomes of its transactions is told by their own events.</summary>
public static class BatchEvents
{
    private static readonly EventKind<BatchEventData> Planned = NewKind("batch.planned");
    private static readonly EventKind<BatchEventData> Progress = NewKind("batch.progress");
    private static readonly EventKind<BatchEventData> Ended = NewKind("batch.ended");

    internal static IReadOnlyList<EventKind> Kinds { get; } = [Planned, Progress, Ended];

    /// <summary>What is to be told of a change.</summary>
    public static IReadOnlyList<EventDraft> Of(Batch before, Batch after) => after.Status switch
    {
        BatchStatus.Planned => [Planned.Tell(DataOf(after))],
        BatchStatus.Running when after.Progress.EndedParts != before.Progress.EndedParts => [Progress.Tell(DataOf(after))],
        BatchStatus.Ended => [Ended.Tell(DataOf(after))],
        BatchStatus.Received or BatchStatus.Running => [],
    };

    private static EventKind<BatchEventData> NewKind(string type) =>
        new(EventTopics.Transactions, type, EventDataJson.Default.BatchEventData);

    private static BatchEventData DataOf(Batch batch) => new(
        batch.Id.ToString(),
        JsonNamingPolicy.CamelCase.ConvertName(batch.Status.ToString()),
        batch.Mint?.Value,
        batch.RowCount,
        batch.Progress.RejectedRows,
        batch.Progress.Parts,
        batch.Progress.EndedParts,
        batch.Progress.PaidRows,
        batch.Progress.UnpaidRows);
}
