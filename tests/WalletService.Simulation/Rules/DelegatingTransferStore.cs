using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;

namespace WalletService.Simulation.Rules;

/// <summary>A store that is right in everything but what is overridden.</summary>
internal abstract class DelegatingTransferStore(ITransferStore inner) : ITransferStore
{
    public virtual Task<TransferAdmission> AddAsync(Transfer transfer, string owner, TimeSpan lease, CancellationToken cancellationToken) =>
        inner.AddAsync(transfer, owner, lease, cancellationToken);

    public Task<Transfer?> FindAsync(UserId userId, TransactionId id, CancellationToken cancellationToken) =>
        inner.FindAsync(userId, id, cancellationToken);

    public Task<Transfer?> FindByKeyAsync(UserId userId, IdempotencyKey key, CancellationToken cancellationToken) =>
        inner.FindByKeyAsync(userId, key, cancellationToken);

    public Task<TransferPage> ListAsync(
        UserId userId, TransferFilter filter, int limit, TransactionId? before, CancellationToken cancellationToken) =>
        inner.ListAsync(userId, filter, limit, before, cancellationToken);

    public Task<IReadOnlyList<TransferAttempt>> GetAttemptsAsync(UserId userId, TransactionId id, CancellationToken cancellationToken) =>
        inner.GetAttemptsAsync(userId, id, cancellationToken);

    public virtual Task<Transfer?> DecideAsync(
        Transfer transfer, Func<WalletPosition, TransferDecision> decide, CancellationToken cancellationToken) =>
        inner.DecideAsync(transfer, decide, cancellationToken);

    public Task<SigningVerdict> BeginSigningAsync(Transfer transfer, SigningIntent intent, CancellationToken cancellationToken) =>
        inner.BeginSigningAsync(transfer, intent, cancellationToken);

    public virtual Task<Transfer?> ApplyAsync(Transfer transfer, TransferChange change, CancellationToken cancellationToken) =>
        inner.ApplyAsync(transfer, change, cancellationToken);
}
