using WalletService.Domain.Addresses;
using WalletService.Domain.Auditing;
using WalletService.Domain.Deposits;
using WalletService.Domain.Errors;
using WalletService.Domain.Events;
using WalletService.Domain.Features;
using WalletService.Domain.Freezes;
using WalletService.Domain.Management;
using WalletService.Domain.Values;
using WalletService.Embedded.Policies;

namespace WalletService.Embedded.Storage;

/// <summary>
/// The system of record of development and unit tests: everything in the memory of this process, one change at a time under one
/// lock, gone when the process ends. It keeps the same promises as the database, except the one that it outlives a crash.
/// </summary>
public sealed class EmbeddedDatabase(TimeProvider time)
{
    private readonly List<OutboxEvent> events = [];
    private readonly List<AuditEntry> audit = [];
    private readonly List<OutboxEvent> published = [];
    private readonly HashSet<long> publishedOutOfOrder = [];
    private int publishedInOrder;
    private string serviceAuditHead = AuditEntry.Origin;
    private TaskCompletionSource committed = NewSignal();
    private TaskCompletionSource publication = NewSignal();

    internal Lock Gate { get; } = new();

    internal TimeProvider Time { get; } = time;

    internal Dictionary<Guid, StoredWallet> Wallets { get; } = [];

    internal Dictionary<Guid, StoredTransfer> Transfers { get; } = [];

    internal Dictionary<Guid, StoredRotation> Rotations { get; } = [];

    internal Dictionary<Guid, StoredBatch> Batches { get; } = [];

    internal Dictionary<string, TransactionId> Signatures { get; } = new(StringComparer.Ordinal);

    /// <summary>Those that callers were given over transactions of their own.</summary>
    internal HashSet<GivenSignature> GivenSignatures { get; } = [];

    internal Dictionary<(string User, string Key), StoredRequest> Requests { get; } = [];

    internal Dictionary<(UserId User, AddressName Name), AddressEntry> Addresses { get; } = [];

    internal Dictionary<FreezeTarget, Freeze> Freezes { get; } = [];

    internal SortedDictionary<Feature, FeatureSetting> Features { get; } = [];

    internal EmbeddedPolicies Policies { get; } = new();

    internal StoredBooks Books { get; } = new();

    internal List<StoredCheckpoint> Checkpoints { get; } = [];

    internal StoredPreparedKeys PreparedKeys { get; } = new();

    /// <summary>All events of a wallet, published ones too.</summary>
    public IReadOnlyList<OutboxEvent> ReadEvents(WalletId walletId)
    {
        lock (Gate)
        {
            return [.. events.Where(entry => entry.WalletId == walletId)];
        }
    }

    /// <summary>The audit log of a wallet.</summary>
    public IReadOnlyList<AuditEntry> ReadAudit(WalletId walletId)
    {
        lock (Gate)
        {
            return [.. audit.Where(entry => entry.WalletId == walletId)];
        }
    }

    /// <summary>The audit log of what concerns no single wallet.</summary>
    public IReadOnlyList<AuditEntry> ReadServiceAudit()
    {
        lock (Gate)
        {
            return [.. audit.Where(entry => entry.WalletId is null)];
        }
    }

    /// <summary>How far each chain has come, the service's first. Called under the gate.</summary>
    internal IEnumerable<AuditHead> AuditHeads() => Wallets.Values
        .OrderBy(stored => stored.Request.Id.ToString(), StringComparer.Ordinal)
        .Select(stored => new AuditHead(stored.Request.Id.ToString(), stored.AuditHead))
        .Prepend(new AuditHead(AuditChains.Service, serviceAuditHead));

    /// <summary>The entries of a chain. Called under the gate.</summary>
    internal IEnumerable<AuditEntry> AuditEntries(string chain) =>
        audit.Where(entry => (entry.WalletId?.ToString() ?? AuditChains.Service) == chain);

    /// <summary>What an operator does: freezes, thaws or archives a wallet.</summary>
    public void SetStatus(WalletId walletId, WalletStatus status)
    {
        lock (Gate)
        {
            var stored = Wallets[walletId.Value];
            stored.Wallet = stored.Wallet! with { Status = status };
        }
    }

    /// <summary>The widest of the targets that are frozen. Called under the gate.</summary>
    internal FreezeTarget? FindFrozen(IReadOnlyList<FreezeTarget> targets) => SigningGate.WidestOf(targets.Where(Freezes.ContainsKey));

    /// <summary>Why nothing may be signed with the wallet for what concerns these targets; null when it may. Called under the gate.</summary>
    internal WalletError? FindRefusal(StoredWallet stored, IReadOnlyList<FreezeTarget> targets) =>
        SigningGate.FindRefusal(stored.Wallet!.Status, FindFrozen(targets));

    /// <summary>Writes what belongs to a change of the wallet. Called under the gate, after everything that may refuse the change.</summary>
    internal void Record(StoredWallet stored, AuditDraft draft, params IReadOnlyList<EventDraft> drafts)
    {
        var now = Time.GetUtcNow();
        var entry = AuditEntry.Append(stored.AuditHead, stored.Request.Id, stored.Request.UserId, draft, now);
        audit.Add(entry);
        stored.AuditHead = entry.Hash;
        Tell(stored, drafts);
    }

    /// <summary>Writes an entry into the chain of the service.</summary>
    internal void RecordService(AuditDraft draft)
    {
        lock (Gate)
        {
            var entry = AuditEntry.AppendToService(serviceAuditHead, draft, Time.GetUtcNow());
            audit.Add(entry);
            serviceAuditHead = entry.Hash;
        }
    }

    /// <summary>Writes events of the wallet alone. Called under the gate.</summary>
    internal void Tell(StoredWallet stored, IReadOnlyList<EventDraft> drafts)
    {
        foreach (var outgoing in drafts)
        {
            events.Add(NewEvent(outgoing, Time.GetUtcNow()) with
            {
                WalletId = stored.Request.Id,
                UserId = stored.Request.UserId,
                Sequence = ++stored.EventSequence,
            });
        }

        if (drafts.Count > 0)
        {
            committed = Signal(committed);
        }
    }

    /// <summary>Writes an event of the service itself.</summary>
    internal void Record(params IReadOnlyList<EventDraft> drafts)
    {
        lock (Gate)
        {
            var now = Time.GetUtcNow();
            events.AddRange(drafts.Select(draft => NewEvent(draft, now)));
            committed = Signal(committed);
        }
    }

    /// <summary>The wallets that are visible, as the books see them: once for each of their addresses. Called under the gate.</summary>
    internal IEnumerable<WatchedWallet> CompletedWallets() => Wallets.Values
        .Where(stored => stored.Wallet is not null)
        .SelectMany(stored => stored.Addresses, (stored, known) =>
            new WatchedWallet(stored.Request.Id, stored.Request.UserId, known.Key.Address, stored.Request.CreatedAt));

    /// <summary>Adds a line to the books; a transaction is booked once, whatever happens. Called under the gate.</summary>
    internal void AddEntry(LedgerEntry entry)
    {
        if (entry.Signature is not null
            && Books.Entries.Exists(line => line.Signature == entry.Signature && line.Account == entry.Account && line.Kind == entry.Kind))
        {
            throw new InvalidOperationException($"Transaction {entry.Signature} is booked already.");
        }

        Books.Entries.Add(entry);
    }

    internal IReadOnlyList<OutboxEvent> ReadUnpublished(int limit)
    {
        lock (Gate)
        {
            return [.. events.Skip(publishedInOrder).Where(entry => !publishedOutOfOrder.Contains(entry.Id)).Take(limit)];
        }
    }

    internal void MarkPublished(IEnumerable<long> ids)
    {
        lock (Gate)
        {
            foreach (var id in ids.Where(id => id > publishedInOrder).Order())
            {
                if (publishedOutOfOrder.Add(id))
                {
                    published.Add(events[(int)id - 1]);
                }
            }

            while (publishedOutOfOrder.Remove(publishedInOrder + 1))
            {
                publishedInOrder++;
            }

            publication = Signal(publication);
        }
    }

    internal int PublishedCount
    {
        get
        {
            lock (Gate)
            {
                return published.Count;
            }
        }
    }

    /// <summary>Published events after a position, in the order of their publication.</summary>
    internal IReadOnlyList<PublishedEvent> ReadPublished(long after, int limit)
    {
        lock (Gate)
        {
            var first = (int)Math.Min(Math.Max(after, 0), published.Count);
            return [.. published.Skip(first).Take(limit).Select((item, index) => new PublishedEvent(first + index + 1, item))];
        }
    }

    internal Task NextPublication()
    {
        lock (Gate)
        {
            return publication.Task;
        }
    }

    internal Task NextCommit()
    {
        lock (Gate)
        {
            return committed.Task;
        }
    }

    private OutboxEvent NewEvent(EventDraft draft, DateTimeOffset now) => new()
    {
        Id = events.Count + 1,
        EventId = Guid.CreateVersion7(now),
        Topic = draft.Topic,
        Type = draft.Type,
        Version = EventDraft.Version,
        OccurredAt = now,
        Data = draft.Data,
        TraceParent = draft.TraceParent,
    };

    private static TaskCompletionSource Signal(TaskCompletionSource waitedFor)
    {
        waitedFor.TrySetResult();
        return NewSignal();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
