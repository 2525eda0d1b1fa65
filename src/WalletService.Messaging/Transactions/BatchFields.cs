using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using WalletService.Contracts.Transactions;
using WalletService.Domain.Batches;
using WalletService.Domain.Errors;
using WalletService.Domain.Values;

namespace WalletService.Messaging.Transactions;

/// <summary>Makes values of the fields of batches. Each refusal names the field as JSON spells it.</summary>
internal static class BatchFields
{
    public const int MaximumLimit = 500;
    public const int DefaultLimit = 200;

    /// <summary>The first row that can't be read refuses the request: nothing is paid of a list with a slip of the pen in it.</summary>
    public static bool TryRows(
        IReadOnlyList<BatchPayment>? payments,
        [NotNullWhen(true)] out IReadOnlyList<BatchRow>? rows,
        [NotNullWhen(false)] out WalletError? refusal)
    {
        rows = null;
        if (payments is null || payments.Count is 0 or > TransferBatchService.MaximumRows)
        {
            refusal = WalletErrors.ValidationFailed(
                "rows", string.Create(CultureInfo.InvariantCulture, $"has 1 to {TransferBatchService.MaximumRows} rows."));
            return false;
        }

        var read = new BatchRow[payments.Count];
        for (var index = 0; index < payments.Count; index++)
        {
            if (!TryRow(payments[index], index, out var row, out refusal))
            {
                return false;
            }

            read[index] = row;
        }

        rows = read;
        refusal = null;
        return true;
    }

    /// <summary>Whether the reply waits for the batch's end.</summary>
    public static bool TryWaitFor(string? text, out bool waitsForEnd, [NotNullWhen(false)] out WalletError? refusal)
    {
        waitsForEnd = text == "ended";
        refusal = text is null or "received" or "ended" ? null : WalletErrors.ValidationFailed("waitFor", "is received or ended.");
        return refusal is null;
    }

    /// <summary>Which batch is meant: by its id, or by the key of the request that made it.</summary>
    public static bool TrySubject(
        string? batchId, string? requestId, out BatchId? id, out IdempotencyKey? key, [NotNullWhen(false)] out WalletError? refusal)
    {
        id = null;
        key = null;
        refusal = (batchId, requestId) switch
        {
            (not null, null) => BatchId.TryParse(batchId, out id)
                ? null
                : WalletErrors.ValidationFailed("batchId", "is a UUID, as the reply to wallet.transaction.transferBatch gave it."),
            (null, not null) => IdempotencyKey.TryParse(requestId, out key)
                ? null
                : WalletErrors.ValidationFailed("requestId", $"is 1 to {IdempotencyKey.MaximumLength} characters without control characters."),
            _ => WalletErrors.ValidationFailed("batchId", "or requestId is given, and not both."),
        };
        return refusal is null;
    }

    public static bool TryLimit(int? number, out int limit, [NotNullWhen(false)] out WalletError? refusal)
    {
        limit = number ?? DefaultLimit;
        refusal = limit is >= 1 and <= MaximumLimit ? null : WalletErrors.ValidationFailed("limit", $"is a number from 1 to {MaximumLimit}.");
        return refusal is null;
    }

    /// <summary>A cursor is the number of the last row of the page before; 0 for the first page.</summary>
    public static bool TryCursor(string? text, out int after, [NotNullWhen(false)] out WalletError? refusal)
    {
        after = 0;
        refusal = text is null || int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out after)
            ? null
            : WalletErrors.ValidationFailed("cursor", "is the nextCursor of the page before.");
        return refusal is null;
    }

    private static bool TryRow(
        BatchPayment? payment, int index, [NotNullWhen(true)] out BatchRow? row, [NotNullWhen(false)] out WalletError? refusal)
    {
        row = null;
        refusal = null;
        if (!SolanaAddress.TryParse(payment?.Recipient, out var recipient))
        {
            refusal = Refuse(index, "recipient", "is a Solana address: 32 bytes in base58.");
        }
        else if (!TokenQuantity.TryParse(payment!.Amount, out var quantity) || quantity.IsZero)
        {
            refusal = Refuse(index, "amount", "is an exact decimal above 0, without sign or exponent.");
        }
        else if (payment.Reference is { } reference
            && (reference.Length > TransferBatchService.MaximumReferenceLength || reference.Any(char.IsControl)))
        {
            refusal = Refuse(
                index, "reference", $"has at most {TransferBatchService.MaximumReferenceLength} characters and no control characters.");
        }
        else
        {
            row = new BatchRow { Number = index + 1, Recipient = recipient, Quantity = quantity, Reference = payment.Reference };
        }

        return row is not null;
    }

    private static WalletError Refuse(int index, string field, string rule) =>
        WalletErrors.ValidationFailed(string.Create(CultureInfo.InvariantCulture, $"rows[{index}].{field}"), rule);
}
