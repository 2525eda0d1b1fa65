using System.Diagnostics.CodeAnalysis;
using WalletService.Contracts.Transactions;
using WalletService.Domain.Errors;
using WalletService.Domain.Transactions;
using WalletService.Messaging.Addresses;
using WalletService.Messaging.Routing;

namespace WalletService.Messaging.Transactions;

/// <inheritdoc cref="TransferToken"/>
internal sealed class TransferTokenHandler(TransferTokenService service, TransferReplies replies, NamedRecipients recipients)
    : IRequestHandler<TransferToken, TransferDetails>
{
    public async Task<Answer<TransferDetails>> HandleAsync(TransferToken request, RequestOrigin origin, CancellationToken cancellationToken)
    {
        if (!(await recipients.ResolveAsync(request, origin, cancellationToken)).TryGetValue(out var resolved, out var unresolved))
        {
            return unresolved;
        }

        if (!TryReadCommand(resolved, origin, out var command, out var refusal)
            || !RequestFields.TryWaitFor(request.WaitFor, out var waitFor, out refusal)
            || !RequestFields.TryWait(request.WaitMs, out var atMost, out refusal))
        {
            return refusal;
        }

        return replies.Answer(await service.SubmitAsync(command, cancellationToken), waitFor, atMost);
    }

    private static bool TryReadCommand(
        TransferToken request,
        RequestOrigin origin,
        [NotNullWhen(true)] out TransferTokenCommand? command,
        [NotNullWhen(false)] out WalletError? refusal)
    {
        command = null;
        if (!RequestFields.TryUserId(request.UserId, out var userId, out refusal)
            || !RequestFields.TryWalletId(request.WalletId, out var walletId, out refusal)
            || !RequestFields.TryRecipient(request.Recipient, out var recipient, out refusal)
            || !TokenFields.TryMint(request.Mint, out var mint, out refusal)
            || !TokenFields.TryQuantity(request.Amount, out var quantity, out refusal)
            || !TokenFields.TryMeaning(request.AmountMeaning, out var meaning, out refusal)
            || !RequestFields.TryMemo(request.Memo, out refusal)
            || !RequestFields.TryIdempotencyKey(request.RequestId, origin, out var key, out refusal))
        {
            return false;
        }

        command = new TransferTokenCommand(
            origin.Caller, userId, walletId, recipient, mint, quantity, meaning, request.Memo, key, ValidFor(request));
        return true;
    }

    private static TimeSpan? ValidFor(TransferToken request) =>
        request.ValidForMs is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null;
}
