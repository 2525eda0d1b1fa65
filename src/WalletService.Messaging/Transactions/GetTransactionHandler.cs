using WalletService.Contracts.Transactions;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Messaging.Routing;

namespace WalletService.Messaging.Transactions;

/// <inheritdoc cref="GetTransaction"/>
internal sealed class GetTransactionHandler(TransferLookup lookup, GetWalletService wallets, IClusterIdentity cluster)
    : IRequestHandler<GetTransaction, TransactionDetails>
{
    public async Task<Answer<TransactionDetails>> HandleAsync(
        GetTransaction request, RequestOrigin origin, CancellationToken cancellationToken)
    {
        if (!RequestFields.TryUserId(request.UserId, out var userId, out var refusal)
            || !TransactionFields.TrySubject(request.TransactionId, request.RequestId, out var id, out var key, out refusal))
        {
            return refusal;
        }

        var found = id is null
            ? await lookup.GetAsync(userId, key!, cancellationToken)
            : await lookup.GetAsync(userId, id, cancellationToken);
        if (!found.TryGetValue(out var record, out var error))
        {
            return error;
        }

        return record.ToDetails() with { Receipt = await ReceiptAsync(record.Transfer, userId, cancellationToken) };
    }

    private async Task<TransactionReceipt?> ReceiptAsync(Transfer transfer, UserId userId, CancellationToken cancellationToken)
    {
        if (!ReceiptMapping.HasReceipt(transfer))
        {
            return null;
        }

        var found = await wallets.GetAsync(userId, transfer.WalletId, transfer.KeyNumber, cancellationToken);
        return found.TryGetValue(out var wallet, out _) ? transfer.ToReceipt(wallet.Address, cluster.GenesisHash) : null;
    }
}
