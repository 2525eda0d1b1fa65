using WalletService.Contracts.Transactions;
using WalletService.Domain.Errors;
using WalletService.Domain.Transactions;
using WalletService.Messaging.Routing;

namespace WalletService.Messaging.Transactions;

/// <inheritdoc cref="SignMessage"/>
internal sealed class SignMessageHandler(SignMessageService service)
    : IRequestHandler<SignMessage, SignedMessageDetails>
{
    public async Task<Answer<SignedMessageDetails>> HandleAsync(
        SignMessage request, RequestOrigin origin, CancellationToken cancellationToken)
    {
        if (!RequestFields.TryUserId(request.UserId, out var userId, out var refusal)
            || !RequestFields.TryWalletId(request.WalletId, out var walletId, out refusal)
            || !RequestFields.TryIdempotencyKey(request.RequestId, origin, out var key, out refusal))
        {
            return refusal;
        }

        if (request.Message is null)
        {
            return WalletErrors.ValidationFailed("message", "is missing. It is the text to be signed.");
        }

        if (request.FormatVersion is not (null or 0 or 1))
        {
            return WalletErrors.ValidationFailed("formatVersion", "is 0 or 1.");
        }

        var command = new SignMessageCommand(origin.Caller, userId, walletId, request.Message, request.FormatVersion ?? 0, key);
        var result = await service.SignAsync(command, cancellationToken);
        return result.TryGetValue(out var signed, out var error) ? ToDetails(signed) : error;
    }

    private static SignedMessageDetails ToDetails(SignedMessage signed) => new()
    {
        SignedBytes = Convert.ToBase64String(signed.Bytes.Span),
        Signature = signed.Signature.Value,
        Signer = signed.Signer.Value,
        FormatVersion = signed.FormatVersion,
    };
}
