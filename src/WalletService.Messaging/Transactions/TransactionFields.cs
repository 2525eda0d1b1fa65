using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using WalletService.Domain.Errors;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;

namespace WalletService.Messaging.Transactions;

/// <summary>Makes values of the fields by which transactions are found. Each refusal names the field as JSON spells it.</summary>
internal static class TransactionFields
{
    public const int MaximumLimit = 200;
    public const int DefaultLimit = 50;

    private const string IdRule = "is a UUID, as the reply to wallet.transaction.transferSol, transferToken or send gave it.";

    /// <summary>RFC 3339 demands an offset: without one the same text would be another time on another machine.</summary>
    private static readonly string[] TimeFormats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    private static readonly Dictionary<string, TransferStatus> StatusesByName =
        Enum.GetValues<TransferStatus>().ToDictionary(TransferMapping.NameOf, StringComparer.Ordinal);

    public static bool TryTransactionId(
        string? text, [NotNullWhen(true)] out TransactionId? id, [NotNullWhen(false)] out WalletError? refusal)
    {
        refusal = TransactionId.TryParse(text, out id)
            ? null
            : WalletErrors.ValidationFailed("transactionId", text is null ? $"is missing. It {IdRule}" : IdRule);
        return id is not null;
    }

    /// <summary>Which transaction is meant: by its id, or by the key of the request that made it.</summary>
    public static bool TrySubject(
        string? transactionId, string? requestId, out TransactionId? id, out IdempotencyKey? key, [NotNullWhen(false)] out WalletError? refusal)
    {
        key = null;
        if (transactionId is not null && requestId is null)
        {
            return TryTransactionId(transactionId, out id, out refusal);
        }

        id = null;
        if (transactionId is not null || requestId is null)
        {
            refusal = WalletErrors.ValidationFailed("transactionId", "or requestId is given, and not both.");
            return false;
        }

        refusal = IdempotencyKey.TryParse(requestId, out key)
            ? null
            : WalletErrors.ValidationFailed("requestId", $"is 1 to {IdempotencyKey.MaximumLength} characters without control characters.");
        return refusal is null;
    }

    /// <summary>A cursor is the id of the last transaction of the page before; null for the first page.</summary>
    public static bool TryCursor(string? text, out TransactionId? before, [NotNullWhen(false)] out WalletError? refusal)
    {
        before = null;
        refusal = text is null || TransactionId.TryParse(text, out before)
            ? null
            : WalletErrors.ValidationFailed("cursor", "is the nextCursor of the page before.");
        return refusal is null;
    }

    public static bool TryLimit(int? number, out int limit, [NotNullWhen(false)] out WalletError? refusal)
    {
        limit = number ?? DefaultLimit;
        refusal = limit is >= 1 and <= MaximumLimit ? null : WalletErrors.ValidationFailed("limit", $"is a number from 1 to {MaximumLimit}.");
        return refusal is null;
    }

    /// <summary>Null when every status matters.</summary>
    public static bool TryStatuses(
        IReadOnlyList<string>? texts, out IReadOnlyList<TransferStatus>? statuses, [NotNullWhen(false)] out WalletError? refusal)
    {
        statuses = null;
        refusal = null;
        if (texts is null)
        {
            return true;
        }

        var known = new List<TransferStatus>(texts.Count);
        foreach (var text in texts)
        {
            if (!StatusesByName.TryGetValue(text, out var status))
            {
                refusal = WalletErrors.ValidationFailed("status", $"is one or several of {string.Join(", ", StatusesByName.Keys)}.");
                return false;
            }

            known.Add(status);
        }

        refusal = known.Count == 0 ? WalletErrors.ValidationFailed("status", "is an empty list. Leave it out for every status.") : null;
        statuses = known;
        return refusal is null;
    }

    public static bool TryTime(string field, string? text, out DateTimeOffset? time, [NotNullWhen(false)] out WalletError? refusal)
    {
        time = null;
        refusal = null;
        if (text is null)
        {
            return true;
        }

        if (!DateTimeOffset.TryParseExact(text, TimeFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed))
        {
            refusal = WalletErrors.ValidationFailed(field, "is a time as RFC 3339 writes it, with Z or an offset, e.g. 2026-11-21T09:30:00Z.");
            return false;
        }

        time = parsed.ToUniversalTime();
        return true;
    }
}
