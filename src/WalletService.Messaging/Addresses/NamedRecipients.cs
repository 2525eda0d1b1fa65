using WalletService.Contracts.Transactions;
using WalletService.Domain.Addresses;
using WalletService.Domain.Errors;
using WalletService.Messaging.Routing;

namespace WalletService.Messaging.Addresses;

/// <summary>
/// Puts addresses in the place of <c>@name</c> in payments, once, before anything else looks at the request: the address is what is kept,
/// fingerprinted and paid.
/// </summary>
internal sealed class NamedRecipients(AddressBookService book)
{
    public async Task<Result<TransferSol>> ResolveAsync(TransferSol request, RequestOrigin origin, CancellationToken cancellationToken)
    {
        var resolved = await ResolveAsync(request.UserId, [request.Recipient], _ => "recipient", request.RequestId, origin, cancellationToken);
        return resolved.TryGetValue(out var recipients, out var refusal) ? request with { Recipient = recipients.Texts[0]! } : refusal;
    }

    public async Task<Result<TransferToken>> ResolveAsync(TransferToken request, RequestOrigin origin, CancellationToken cancellationToken)
    {
        var resolved = await ResolveAsync(request.UserId, [request.Recipient], _ => "recipient", request.RequestId, origin, cancellationToken);
        return resolved.TryGetValue(out var recipients, out var refusal) ? request with { Recipient = recipients.Texts[0]! } : refusal;
    }

    public async Task<Result<TransferBatch>> ResolveAsync(TransferBatch request, RequestOrigin origin, CancellationToken cancellationToken)
    {
        if (request.Rows is not { } rows)
        {
            return request;
        }

        var resolved = await ResolveAsync(
            request.UserId,
            [.. rows.Select(row => row?.Recipient)],
            index => $"rows[{index}].recipient",
            request.RequestId,
            origin,
            cancellationToken);
        return resolved.TryGetValue(out var recipients, out var refusal)
            ? request with { Rows = [.. rows.Select((row, index) => row is null ? row! : row with { Recipient = recipients.Texts[index]! })] }
            : refusal;
    }

    private static bool IsName(string? text) => text is [AddressName.Mark, ..];

    private async Task<Result<RecipientTexts>> ResolveAsync(
        string? user,
        IReadOnlyList<string?> texts,
        Func<int, string> fieldOf,
        string? requestId,
        RequestOrigin origin,
        CancellationToken cancellationToken)
    {
        if (!texts.Any(IsName))
        {
            return new RecipientTexts(texts);
        }

        if (!RequestFields.TryUserId(user, out var userId, out var refusal)
            || !RequestFields.TryIdempotencyKey(requestId, origin, out var key, out refusal))
        {
            return refusal;
        }

        var names = new AddressName?[texts.Count];
        for (var index = 0; index < texts.Count; index++)
        {
            if (IsName(texts[index]) && !AddressName.TryParse(texts[index]![1..], out names[index]))
            {
                return WalletErrors.ValidationFailed(
                    fieldOf(index), $"is an address, or {AddressName.Mark} and a name of a-z, 0-9, dot, underscore and hyphen.");
            }
        }

        var resolved = await book.ResolveAsync(userId, [.. names.OfType<AddressName>().Distinct()], key, cancellationToken);
        return resolved.TryGetValue(out var known, out var missing)
            ? new RecipientTexts([.. texts.Select((text, index) => names[index] is { } name ? known.ByName[name].Value : text)])
            : missing;
    }

    private sealed record RecipientTexts(IReadOnlyList<string?> Texts);
}
