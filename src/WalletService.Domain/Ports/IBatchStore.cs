using WalletService.Domain.Batches;
using WalletService.Domain.Errors;
using WalletService.Domain.Values;

namespace WalletService.Domain.Ports;

/// <summary>
/// The durable record of batches. Every change is one database transaction that also writes the outbox events and the audit entry of
/// the change; it is conditional on the version that the caller has seen.
/// </summary>
/// <remarks>
/// <see cref="PortUnavailableException"/>: nothing was written. <see cref="OutcomeUnknownException"/>: the commit got no answer; read
/// the batch again.
/// </remarks>
public interface IBatchStore
{
    /// <summary>Commits a new batch (status Received) with its rows, or finds the one that the same (user, idempotency key) made before.</summary>
    Task<BatchAdmission> AddAsync(Batch batch, IReadOnlyList<BatchRow> rows, CancellationToken cancellationToken);

    /// <summary>The user's batch, or null.</summary>
    Task<Batch?> FindAsync(UserId userId, BatchId id, CancellationToken cancellationToken);

    /// <summary>The batch that the user's request with this key made, or null.</summary>
    Task<Batch?> FindByKeyAsync(UserId userId, IdempotencyKey key, CancellationToken cancellationToken);

    /// <summary>Settles the plan: the batch becomes Planned, its parts and what each row belongs to are kept. Null when it came too late.</summary>
    Task<Batch?> PlanAsync(Batch seen, BatchPlan plan, CancellationToken cancellationToken);

    /// <summary>Puts <paramref name="next"/> in the place of <paramref name="seen"/>. Null when it came too late.</summary>
    Task<Batch?> MoveAsync(Batch seen, Batch next, CancellationToken cancellationToken);
}

/// <summary>Reads what belongs to a batch.</summary>
public interface IBatchRows
{
    /// <summary>Rows with greater numbers than <paramref name="after"/>, in their order, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<BatchRow>> GetRowsAsync(BatchId id, int after, int limit, CancellationToken cancellationToken);

    /// <summary>The parts in their order; empty while nothing is planned.</summary>
    Task<IReadOnlyList<BatchPart>> GetPartsAsync(BatchId id, CancellationToken cancellationToken);
}

/// <summary>Open batches as work to be done, shared by all instances.</summary>
public interface IBatchQueue
{
    /// <summary>
    /// Leases up to <paramref name="limit"/> batches that have not ended, that nobody holds and that are due, oldest first. A lease only
    /// saves work: who has lost one may go on, and comes too late with what another has done.
    /// </summary>
    Task<IReadOnlyList<Batch>> ClaimAsync(string owner, int limit, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Gives a batch back, due again after <paramref name="delay"/>. Does nothing when the lease is lost.</summary>
    Task ReleaseAsync(string owner, BatchId id, TimeSpan delay, CancellationToken cancellationToken);
}

/// <summary>What came of <see cref="IBatchStore.AddAsync"/>.</summary>
public abstract record BatchAdmission
{
    private BatchAdmission()
    {
    }

    public sealed record Added(Batch Batch) : BatchAdmission;

    /// <summary>The same request was committed before; the batch as it stands now.</summary>
    public sealed record Existing(Batch Batch) : BatchAdmission;

    /// <summary>The key was used before with other content.</summary>
    public sealed record Conflict : BatchAdmission;

    /// <summary>Something that the batch concerns is frozen. Nothing was committed, and the key may be used again.</summary>
    public sealed record Refused(WalletError Error) : BatchAdmission;
}
