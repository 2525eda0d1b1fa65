using WalletService.Domain.Batches;

namespace WalletService.Embedded.Storage;

/// <summary>A batch's row, with what belongs to it.</summary>
internal sealed class StoredBatch(Batch batch, IReadOnlyList<BatchRow> rows, DateTimeOffset dueAt)
{
    public Batch Batch { get; set; } = batch;

    public IReadOnlyList<BatchRow> Rows { get; set; } = rows;

    public IReadOnlyList<BatchPart> Parts { get; set; } = [];

    public string? LeaseOwner { get; set; }

    public DateTimeOffset LeaseUntil { get; set; }

    public DateTimeOffset DueAt { get; set; } = dueAt;
}
