using System.Text.Json;
using System.Text.Json.Serialization;
using WalletService.Domain.Auditing;

namespace WalletService.Cli.Auditing;

/// <summary>One line of an export of the audit log: a JSON object with one of these.</summary>
internal sealed record AuditLine
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        PropertyNameCaseInsensitive = false,
    };

    public AuditFileBegin? Begin { get; init; }

    public CheckpointLine? Checkpoint { get; init; }

    public AuditHead? CheckpointHead { get; init; }

    public MarkLine? Mark { get; init; }

    public EntryLine? Entry { get; init; }

    public AuditHead? Head { get; init; }

    public AuditFileEnd? End { get; init; }

    public static AuditLine Of(AuditItem item) => item switch
    {
        AuditItem.Checkpoint checkpoint => new AuditLine { Checkpoint = CheckpointLine.Of(checkpoint.Stored) },
        AuditItem.CheckpointHead head => new AuditLine { CheckpointHead = head.Seen },
        AuditItem.Mark mark => new AuditLine { Mark = new MarkLine(mark.Seen.Chain, mark.Seen.Hash, mark.Number) },
        AuditItem.Entry entry => new AuditLine { Entry = EntryLine.Of(entry.Stored) },
        AuditItem.Head head => new AuditLine { Head = new AuditHead(head.Chain, head.Hash) },
        _ => throw new InvalidOperationException($"An audit log has no {item.GetType().Name}."),
    };

    /// <summary>Null when it is the beginning, the end, or not exactly one thing.</summary>
    public AuditItem? ToItem() => this switch
    {
        { Checkpoint: { } line, CheckpointHead: null, Mark: null, Entry: null, Head: null } => new AuditItem.Checkpoint(line.ToCheckpoint()),
        { Checkpoint: null, CheckpointHead: { } head, Mark: null, Entry: null, Head: null } => new AuditItem.CheckpointHead(head),
        { Checkpoint: null, CheckpointHead: null, Mark: { } mark, Entry: null, Head: null } =>
            new AuditItem.Mark(new AuditHead(mark.Chain, mark.Hash), mark.Checkpoint),
        { Checkpoint: null, CheckpointHead: null, Mark: null, Entry: { } entry, Head: null } => new AuditItem.Entry(entry.ToEntry()),
        { Checkpoint: null, CheckpointHead: null, Mark: null, Entry: null, Head: { } head } => new AuditItem.Head(head.Chain, head.Hash),
        _ => null,
    };
}

/// <summary>The first line.</summary>
/// <param name="Format">1.</param>
/// <param name="From">Only entries at this time or later; null for all.</param>
/// <param name="To">Only entries before this time; null for all.</param>
/// <param name="WalletId">Only this wallet's; null for all.</param>
internal sealed record AuditFileBegin(int Format, DateTimeOffset? From, DateTimeOffset? To, string? WalletId);

/// <summary>The last line.</summary>
/// <param name="Lines">How many stand before it.</param>
/// <param name="Sha256">Of their bytes, line ends included; lower-case hex.</param>
internal sealed record AuditFileEnd(long Lines, string Sha256);

/// <param name="Checkpoint">Its number.</param>
internal sealed record MarkLine(string Chain, string Hash, long Checkpoint);
