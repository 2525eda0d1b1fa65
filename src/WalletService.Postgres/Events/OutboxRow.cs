using WalletService.Domain.Events;
using WalletService.Postgres.Encryption;
using WalletService.Postgres.Records;

namespace WalletService.Postgres.Events;

internal sealed record OutboxRow(
    long Id, Guid EventId, string Topic, string Type, int Version, Guid? WalletId, string? UserId, long? Sequence, DateTime OccurredAt, string Data,
    byte[]? LabelSealed, long? Position, string? TraceParent)
{
    public const string Columns =
        """
        id, event_id AS EventId, topic, type, version, wallet_id AS WalletId, user_id AS UserId, sequence, occurred_at AS OccurredAt, data,
        label_sealed AS LabelSealed, position, trace_parent AS TraceParent
        """;

    public OutboxEvent ToEvent(FieldCipher cipher) => new()
    {
        Id = Id,
        EventId = EventId,
        Topic = Topic,
        Type = Type,
        Version = Version,
        WalletId = WalletId is { } walletId ? Domain.Values.WalletId.From(walletId) : null,
        UserId = UserId is { } userId ? Domain.Values.UserId.Parse(userId) : null,
        Sequence = Sequence,
        OccurredAt = OccurredAt.AsUtc(),
        Data = EventLabels.Show(cipher, EventId, Data, LabelSealed),
        TraceParent = TraceParent,
    };
}
