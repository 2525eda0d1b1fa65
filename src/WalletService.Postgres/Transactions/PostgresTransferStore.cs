using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Postgres.Transactions.Changes;

namespace WalletService.Postgres.Transactions;

/// <summary>Transfers in PostgreSQL. Changes that are made at once share a transaction, and look-ups a query.</summary>
internal sealed class PostgresTransferStore(ChangeWriter changes, TransferReader reader) : ITransferStore
{
    public Task<TransferAdmission> AddAsync(Transfer transfer, string owner, TimeSpan lease, CancellationToken cancellationToken) =>
        changes.WriteAsync(new AddTransfer(transfer, owner, lease), cancellationToken);

    public Task<Transfer?> FindAsync(UserId userId, TransactionId id, CancellationToken cancellationToken) =>
        reader.FindAsync(userId, id, cancellationToken);

    public Task<Transfer?> FindByKeyAsync(UserId userId, IdempotencyKey key, CancellationToken cancellationToken) =>
        reader.FindByKeyAsync(userId, key, cancellationToken);

    public Task<TransferPage> ListAsync(
        UserId userId, TransferFilter filter, int limit, TransactionId? before, CancellationToken cancellationToken) =>
        reader.ListAsync(userId, filter, limit, before, cancellationToken);

    public Task<IReadOnlyList<TransferAttempt>> GetAttemptsAsync(UserId userId, TransactionId id, CancellationToken cancellationToken) =>
        reader.GetAttemptsAsync(userId, id, cancellationToken);

    public Task<Transfer?> DecideAsync(
        Transfer transfer, Func<WalletPosition, TransferDecision> decide, CancellationToken cancellationToken) =>
        changes.WriteAsync(new DecideTransfer(transfer, decide), cancellationToken);

    public Task<SigningVerdict> BeginSigningAsync(Transfer transfer, SigningIntent intent, CancellationToken cancellationToken) =>
        changes.WriteAsync(new AnnounceSignature(transfer, intent), cancellationToken);

    public Task<Transfer?> ApplyAsync(Transfer transfer, TransferChange change, CancellationToken cancellationToken) =>
        changes.WriteAsync(new MoveTransfer(transfer, change), cancellationToken);
}
