using Npgsql;
using WalletService.Domain.Auditing;
using WalletService.Domain.Events;
using WalletService.Postgres.Connections;
using WalletService.Postgres.Encryption;
using WalletService.Postgres.Events;

namespace WalletService.Postgres.Records;

/// <summary>
/// What is written beside the changes of wallets and their transfers, in the same transaction: audit entries, outbox events, and
/// each wallet's head of the chain and last event number.
/// </summary>
/// <param name="cipher">Needed by events that tell a label.</param>
internal sealed class ChangeRecords(DateTimeOffset now, FieldCipher? cipher = null)
{
    private readonly Dictionary<Guid, LockedWallet> wallets = [];
    private readonly List<AuditEntry> entries = [];
    private readonly List<NumberedEvent> events = [];

    /// <summary>Records one change; returns the wallet as the next change of the same transaction finds it.</summary>
    /// <param name="settledSlot">The slot at which the change's transfer was executed, or 0.</param>
    public LockedWallet Add(LockedWallet wallet, AuditDraft audit, IReadOnlyList<EventDraft> drafts, ulong settledSlot = 0)
    {
        var entry = AuditEntry.Append(wallet.AuditHead, wallet.WalletId, wallet.Owner, audit, now);
        entries.Add(entry);
        return Tell(
            wallet with { AuditHead = entry.Hash, SettledSlot = Math.Max(wallet.SettledSlot, settledSlot) },
            drafts);
    }

    /// <summary>Records events alone, of what changes nothing that an auditor asks for.</summary>
    public LockedWallet Tell(LockedWallet wallet, IReadOnlyList<EventDraft> drafts)
    {
        for (var index = 0; index < drafts.Count; index++)
        {
            events.Add(Number(wallet, wallet.EventSequence + 1 + index, drafts[index]));
        }

        var after = wallet with { EventSequence = wallet.EventSequence + drafts.Count };
        wallets[wallet.Id] = after;
        return after;
    }

    /// <summary>The statements that write it all.</summary>
    public IEnumerable<NpgsqlBatchCommand> Statements()
    {
        if (wallets.Count == 0)
        {
            yield break;
        }

        yield return UpdateWallets(wallets.Values);
        if (entries.Count > 0)
        {
            yield return AuditWrites.Insert(entries);
        }

        if (events.Count > 0)
        {
            yield return InsertEvents(events, now);
            yield return Statement.Of("NOTIFY outbox");
        }
    }

    private NumberedEvent Number(LockedWallet wallet, long sequence, EventDraft draft)
    {
        var id = Guid.CreateVersion7(now);
        var (data, label) = EventLabels.Hide(cipher, draft, id);
        return new NumberedEvent(id, wallet, sequence, draft, data, label);
    }

    private static NpgsqlBatchCommand UpdateWallets(IReadOnlyCollection<LockedWallet> wallets) => Statement.Of(
        """
        UPDATE wallets
        SET audit_head = change.audit_head, event_sequence = change.event_sequence, settled_slot = change.settled_slot
        FROM unnest($1, $2, $3, $4) AS change (id, audit_head, event_sequence, settled_slot)
        WHERE wallets.id = change.id
        """,
        wallets.Column(wallet => wallet.Id),
        wallets.Column(wallet => wallet.AuditHead),
        wallets.Column(wallet => wallet.EventSequence),
        wallets.Column(wallet => wallet.SettledSlot));

    private static NpgsqlBatchCommand InsertEvents(IReadOnlyCollection<NumberedEvent> events, DateTimeOffset now) => Statement.Of(
        """
        INSERT INTO outbox (event_id, topic, type, version, wallet_id, user_id, sequence, occurred_at, data, label_sealed, trace_parent)
        SELECT event.id, event.topic, event.type, $1, event.wallet_id, event.user_id, event.sequence, $2, event.data::jsonb, event.label,
               event.trace_parent
        FROM unnest($3, $4, $5, $6, $7, $8, $9, $10, $11) WITH ORDINALITY
            AS event (id, topic, type, wallet_id, user_id, sequence, data, label, trace_parent, position)
        ORDER BY event.position
        """,
        Statement.Parameter(EventDraft.Version),
        Statement.Parameter(now),
        events.Column(entry => entry.Id),
        events.Column(entry => entry.Draft.Topic),
        events.Column(entry => entry.Draft.Type),
        events.Column(entry => entry.Wallet.Id),
        events.Column(entry => entry.Wallet.UserId),
        events.Column(entry => entry.Sequence),
        events.Column(entry => entry.Data),
        events.Column(entry => entry.Label),
        events.Column(entry => entry.Draft.TraceParent));

    /// <param name="Data">As they are stored.</param>
    /// <param name="Label">Encrypted; null when the event has none, or nothing is encrypted.</param>
    private sealed record NumberedEvent(Guid Id, LockedWallet Wallet, long Sequence, EventDraft Draft, string Data, byte[]? Label);
}
