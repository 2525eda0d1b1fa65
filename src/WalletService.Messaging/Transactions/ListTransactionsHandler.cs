using System.Diagnostics.CodeAnalysis;
using WalletService.Contracts.Transactions;
using WalletService.Domain.Errors;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;
using WalletService.Messaging.Routing;

namespace WalletService.Messaging.Transactions;

/// <inheritdoc cref="ListTransactions"/>
internal sealed class ListTransactionsHandler(TransferLookup lookup) : IRequestHandler<ListTransactions, TransactionList>
{
    public async Task<Answer<TransactionList>> HandleAsync(
        ListTransactions request, RequestOrigin origin, CancellationToken cancellationToken)
    {
        if (!RequestFields.TryUserId(request.UserId, out var userId, out var refusal)
            || !TryReadFilter(request, out var filter, out refusal)
            || !TransactionFields.TryLimit(request.Limit, out var limit, out refusal)
            || !TransactionFields.TryCursor(request.Cursor, out var before, out refusal))
        {
            return refusal;
        }

        var page = await lookup.ListAsync(userId, filter, limit, before, cancellationToken);
        return new TransactionList
        {
            Transactions = [.. page.Transfers.Select(transfer => transfer.ToTransactionDetails())],
            NextCursor = page.Next?.ToString(),
        };
    }

    private static bool TryReadFilter(
        ListTransactions request, [NotNullWhen(true)] out TransferFilter? filter, [NotNullWhen(false)] out WalletError? refusal)
    {
        filter = null;
        WalletId? walletId = null;
        if ((request.WalletId is not null && !RequestFields.TryWalletId(request.WalletId, out walletId, out refusal))
            || !TransactionFields.TryStatuses(request.Status, out var statuses, out refusal)
            || !TransactionFields.TryTime("from", request.From, out var from, out refusal)
            || !TransactionFields.TryTime("before", request.Before, out var before, out refusal))
        {
            return false;
        }

        filter = new TransferFilter(walletId, statuses, from, before);
        return true;
    }
}
