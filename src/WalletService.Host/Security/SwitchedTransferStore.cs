using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;

namespace WalletService.Host.Security;

/// <summary>Gives no permission to sign, and takes no signed transaction, while the kill switch of this instance is thrown.</summary>
public sealed class SwitchedTransferStore(ITransferStore inner, KillSwitch killSwitch) : ITransferStore
{
    public Task<TransferAdmission> AddAsync(Transfer transfer, string owner, TimeSpan lease, CancellationToken cancellationToken) =>
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

    public Task<Transfer?> DecideAsync(
        Transfer transfer, Func<WalletPosition, TransferDecision> decide, CancellationToken cancellationToken) =>
        inner.DecideAsync(transfer, decide, cancellationToken);

    public async Task<SigningVerdict> BeginSigningAsync(Transfer transfer, SigningIntent intent, CancellationToken cancellationToken) =>
        killSwitch.FindRefusal() is { } refusal
            ? new SigningVerdict.Refused(refusal)
            : await inner.BeginSigningAsync(transfer, intent, cancellationToken);

    public Task<Transfer?> ApplyAsync(Transfer transfer, TransferChange change, CancellationToken cancellationToken) =>
        inner.ApplyAsync(
            transfer,
            change.To == TransferStatus.Signed && killSwitch.FindRefusal() is { } refusal ? transfer.Withheld(change, refusal) : change,
            cancellationToken);
}
