using Dapper;
using WalletService.Domain.Auditing;
using WalletService.Domain.Events;

namespace WalletService.Postgres.Records;

/// <summary>
/// What is written beside every change of a wallet or its transfers, in the same transaction: the audit entry, the outbox events,
/// and the wallet's head of the chain and last event number.
/// </summary>
internal static class ChangeRecord
{
    /// <summary>Statements to be appended to the change's own; the parameters come from <see cref="Parameters"/>.</summary>
    public const string Sql =
        """
        UPDATE wallets
        SET audit_head = @auditHash, event_sequence = @eventSequence, settled_slot = greatest(settled_slot, @settledSlot)
        WHERE id = @walletId;

        INSERT INTO audit_log (at, action, wallet_id, user_id, transaction_id, details, previous_hash, hash)
        VALUES (@auditAt, @auditAction, @walletId, @walletUserId, @auditTransactionId, @auditDetails::jsonb, @auditPreviousHash, @auditHash);

        INSERT INTO outbox (event_id, topic, type, version, wallet_id, user_id, sequence, occurred_at, data)
        SELECT event.id, event.topic, event.type, @eventVersion, @walletId, @walletUserId, event.sequence, @auditAt, event.data::jsonb
        FROM unnest(@eventIds, @eventTopics, @eventTypes, @eventSequences, @eventData) AS event (id, topic, type, sequence, data)
        ORDER BY event.sequence;

        SELECT pg_notify('outbox', '') WHERE cardinality(@eventIds) > 0;
        """;

    /// <param name="change">The parameters of the change's own statements.</param>
    /// <param name="settledSlot">The slot at which the change's transfer was executed, or 0.</param>
    public static DynamicParameters Parameters(
        LockedWallet wallet,
        object? change,
        DateTimeOffset now,
        AuditDraft audit,
        IReadOnlyList<EventDraft> events,
        ulong settledSlot = 0)
    {
        var entry = AuditEntry.Append(wallet.AuditHead, wallet.WalletId, wallet.Owner, audit, now);
        var parameters = new DynamicParameters(change);
        parameters.AddDynamicParams(new
        {
            walletId = wallet.Id,
            walletUserId = wallet.UserId,
            settledSlot = (decimal)settledSlot,
            eventSequence = wallet.EventSequence + events.Count,
            auditAt = entry.At,
            auditAction = entry.Action,
            auditTransactionId = entry.TransactionId?.Value,
            auditDetails = StoredJson.Write(entry.Details),
            auditPreviousHash = entry.PreviousHash,
            auditHash = entry.Hash,
            eventVersion = EventDraft.Version,
            eventIds = events.Select(_ => Guid.CreateVersion7(now)).ToArray(),
            eventTopics = events.Select(draft => draft.Topic).ToArray(),
            eventTypes = events.Select(draft => draft.Type).ToArray(),
            eventSequences = events.Select((_, index) => wallet.EventSequence + 1 + index).ToArray(),
            eventData = events.Select(draft => draft.Data).ToArray(),
        });
        return parameters;
    }
}
