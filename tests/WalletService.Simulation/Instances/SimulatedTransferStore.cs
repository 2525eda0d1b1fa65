using System.Buffers.Binary;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Simulation.Checks;
using WalletService.Simulation.Scheduling;

namespace WalletService.Simulation.Instances;

/// <summary>The record of transfers as one process reaches it; the oracle hears of every commit.</summary>
internal sealed class SimulatedTransferStore(OutsideCalls outside, ITransferStore inner, Oracle oracle, VirtualTime time, Randomness ids)
    : ITransferStore
{
    public Task<TransferAdmission> AddAsync(Transfer transfer, string owner, TimeSpan lease, CancellationToken cancellationToken)
    {
        // Ids have a random part: here the seed makes it.
        var named = transfer with { Id = NewId() };
        return outside.WriteAsync(async () =>
        {
            var admission = await inner.AddAsync(named, owner, lease, CancellationToken.None);
            if (admission is TransferAdmission.Added added)
            {
                oracle.Committed(added.Transfer, outside.Realm.Name);
            }

            return admission;
        });
    }

    public Task<Transfer?> FindAsync(UserId userId, TransactionId id, CancellationToken cancellationToken) =>
        outside.ReadAsync(() => inner.FindAsync(userId, id, CancellationToken.None));

    public Task<Transfer?> FindByKeyAsync(UserId userId, IdempotencyKey key, CancellationToken cancellationToken) =>
        outside.ReadAsync(() => inner.FindByKeyAsync(userId, key, CancellationToken.None));

    public Task<TransferPage> ListAsync(
        UserId userId, TransferFilter filter, int limit, TransactionId? before, CancellationToken cancellationToken) =>
        outside.ReadAsync(() => inner.ListAsync(userId, filter, limit, before, CancellationToken.None));

    public Task<IReadOnlyList<TransferAttempt>> GetAttemptsAsync(UserId userId, TransactionId id, CancellationToken cancellationToken) =>
        outside.ReadAsync(() => inner.GetAttemptsAsync(userId, id, CancellationToken.None));

    public Task<Transfer?> DecideAsync(
        Transfer transfer, Func<WalletPosition, TransferDecision> decide, CancellationToken cancellationToken) =>
        CommitAsync(() => inner.DecideAsync(transfer, decide, CancellationToken.None));

    public Task<SigningVerdict> BeginSigningAsync(Transfer transfer, SigningIntent intent, CancellationToken cancellationToken) =>
        outside.WriteAsync(() => inner.BeginSigningAsync(transfer, intent, CancellationToken.None));

    public Task<Transfer?> ApplyAsync(Transfer transfer, TransferChange change, CancellationToken cancellationToken) =>
        CommitAsync(() => inner.ApplyAsync(transfer, change, CancellationToken.None));

    private Task<Transfer?> CommitAsync(Func<Task<Transfer?>> change) => outside.WriteAsync(async () =>
    {
        var committed = await change();
        if (committed is not null)
        {
            oracle.Committed(committed, outside.Realm.Name);
        }

        return committed;
    });

    private TransactionId NewId()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, time.GetUtcNow().ToUnixTimeMilliseconds() << 16);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], ids.Next());
        bytes[6] = 0x70;
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return TransactionId.From(new Guid(bytes, bigEndian: true));
    }
}
