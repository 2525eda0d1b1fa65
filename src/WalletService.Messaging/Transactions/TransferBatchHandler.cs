using System.Diagnostics.CodeAnalysis;
using WalletService.Contracts.Transactions;
using WalletService.Domain.Batches;
using WalletService.Domain.Errors;
using WalletService.Domain.Values;
using WalletService.Messaging.Addresses;
using WalletService.Messaging.Routing;

namespace WalletService.Messaging.Transactions;

/// <inheritdoc cref="TransferBatch"/>
internal sealed class TransferBatchHandler(TransferBatchService service, BatchLookup lookup, NamedRecipients recipients)
    : IRequestHandler<TransferBatch, BatchDetails>
{
    public async Task<Answer<BatchDetails>> HandleAsync(TransferBatch request, RequestOrigin origin, CancellationToken cancellationToken)
    {
        if (!(await recipients.ResolveAsync(request, origin, cancellationToken)).TryGetValue(out var resolved, out var unresolved))
        {
            return unresolved;
        }

        if (!TryReadCommand(resolved, origin, out var command, out var refusal)
            || !BatchFields.TryWaitFor(request.WaitFor, out var waitsForEnd, out refusal)
            || !RequestFields.TryWait(request.WaitMs, out var atMost, out refusal))
        {
            return refusal;
        }

        if (!(await service.SubmitAsync(command, cancellationToken)).TryGetValue(out var batch, out var error))
        {
            return error;
        }

        return waitsForEnd && batch.Status != BatchStatus.Ended
            ? Answer<BatchDetails>.After(async stopping => (await lookup.WaitForEndAsync(batch, atMost, stopping)).ToDetails())
            : batch.ToDetails();
    }

    private static bool TryReadCommand(
        TransferBatch request,
        RequestOrigin origin,
        [NotNullWhen(true)] out TransferBatchCommand? command,
        [NotNullWhen(false)] out WalletError? refusal)
    {
        command = null;
        SolanaAddress? mint = null;
        if (!RequestFields.TryUserId(request.UserId, out var userId, out refusal)
            || !RequestFields.TryWalletId(request.WalletId, out var walletId, out refusal)
            || (request.Mint is not null && !TokenFields.TryMint(request.Mint, out mint, out refusal))
            || !TokenFields.TryMeaning(request.AmountMeaning, out var meaning, out refusal)
            || !BatchFields.TryRows(request.Rows, out var rows, out refusal)
            || !RequestFields.TryMemo(request.Memo, out refusal)
            || !RequestFields.TryIdempotencyKey(request.RequestId, origin, out var key, out refusal))
        {
            return false;
        }

        if (mint is null && request.AmountMeaning is not null)
        {
            refusal = WalletErrors.ValidationFailed("amountMeaning", "is for tokens only. Give a mint, or leave it out.");
            return false;
        }

        command = new TransferBatchCommand(origin.Caller, userId, walletId, mint, rows, meaning, request.Memo, key, ValidFor(request));
        return true;
    }

    private static TimeSpan? ValidFor(TransferBatch request) =>
        request.ValidForMs is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null;
}
