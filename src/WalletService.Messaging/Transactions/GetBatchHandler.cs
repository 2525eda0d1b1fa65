using WalletService.Contracts.Transactions;
using WalletService.Domain.Batches;
using WalletService.Messaging.Routing;

namespace WalletService.Messaging.Transactions;

/// <inheritdoc cref="GetBatch"/>
internal sealed class GetBatchHandler(BatchLookup lookup) : IRequestHandler<GetBatch, BatchReport>
{
    public async Task<Answer<BatchReport>> HandleAsync(GetBatch request, RequestOrigin origin, CancellationToken cancellationToken)
    {
        if (!RequestFields.TryUserId(request.UserId, out var userId, out var refusal)
            || !BatchFields.TrySubject(request.BatchId, request.RequestId, out var id, out var key, out refusal)
            || !BatchFields.TryLimit(request.Limit, out var limit, out refusal)
            || !BatchFields.TryCursor(request.Cursor, out var after, out refusal))
        {
            return refusal;
        }

        var found = id is null
            ? await lookup.GetAsync(userId, key!, cancellationToken)
            : await lookup.GetAsync(userId, id, cancellationToken);
        return found.TryGetValue(out var batch, out var error)
            ? (await lookup.GetRowsAsync(batch, after, limit, cancellationToken)).ToReport(batch)
            : error;
    }
}
