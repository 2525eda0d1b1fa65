using WalletService.Domain.Errors;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Domain.Transactions;

/// <summary>Finds a user's transfers: one by its id or its request's key, or page by page.</summary>
public sealed class TransferLookup(ITransferStore transfers)
{
    public async Task<Result<TransferRecord>> GetAsync(UserId userId, TransactionId id, CancellationToken cancellationToken) =>
        await RecordAsync(await transfers.FindAsync(userId, id, cancellationToken), cancellationToken);

    public async Task<Result<TransferRecord>> GetAsync(UserId userId, IdempotencyKey key, CancellationToken cancellationToken) =>
        await RecordAsync(await transfers.FindByKeyAsync(userId, key, cancellationToken), cancellationToken);

    public Task<TransferPage> ListAsync(
        UserId userId, TransferFilter filter, int limit, TransactionId? before, CancellationToken cancellationToken) =>
        transfers.ListAsync(userId, filter, limit, before, cancellationToken);

    private async Task<Result<TransferRecord>> RecordAsync(Transfer? transfer, CancellationToken cancellationToken) => transfer is null
        ? WalletErrors.TransactionNotFound()
        : new TransferRecord(transfer, await transfers.GetAttemptsAsync(transfer.UserId, transfer.Id, cancellationToken));
}

/// <param name="Attempts">Every transaction that was signed for it, oldest first.</param>
public sealed record TransferRecord(Transfer Transfer, IReadOnlyList<TransferAttempt> Attempts);
