using System.Diagnostics.CodeAnalysis;
using WalletService.Domain.Errors;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;

namespace WalletService.Messaging.Routing;

/// <summary>Makes values of the fields of requests. Each refusal names the field as JSON spells it.</summary>
internal static class RequestFields
{
    public const int MaximumWaitMs = 60_000;
    public const int DefaultWaitMs = 20_000;

    public static bool TryUserId(
        string? text, [NotNullWhen(true)] out UserId? userId, [NotNullWhen(false)] out WalletError? refusal)
    {
        refusal = UserId.TryParse(text, out userId)
            ? null
            : Refuse("userId", text, $"is 1 to {UserId.MaximumLength} characters without control characters.");
        return userId is not null;
    }

    public static bool TryWalletId(
        string? text, [NotNullWhen(true)] out WalletId? walletId, [NotNullWhen(false)] out WalletError? refusal)
    {
        refusal = WalletId.TryParse(text, out walletId) ? null : Refuse("walletId", text, "is a UUID, as wallet.management.create gave it.");
        return walletId is not null;
    }

    /// <summary>A cursor is the id of the last wallet of the page before; null for the first page.</summary>
    public static bool TryCursor(string? text, out WalletId? after, [NotNullWhen(false)] out WalletError? refusal)
    {
        after = null;
        refusal = text is null || WalletId.TryParse(text, out after)
            ? null
            : WalletErrors.ValidationFailed("cursor", "is the nextCursor of the page before.");
        return refusal is null;
    }

    public static bool TryLabel(
        string? text, [NotNullWhen(true)] out WalletLabel? label, [NotNullWhen(false)] out WalletError? refusal)
    {
        refusal = WalletLabel.TryParse(text, out label)
            ? null
            : Refuse("label", text, $"is 1 to {WalletLabel.MaximumLength} characters without control characters.");
        return label is not null;
    }

    public static bool TryRecipient(
        string? text, [NotNullWhen(true)] out SolanaAddress? recipient, [NotNullWhen(false)] out WalletError? refusal)
    {
        refusal = SolanaAddress.TryParse(text, out recipient)
            ? null
            : Refuse("recipient", text, "is a Solana address: 32 bytes in base58.");
        return recipient is not null;
    }

    /// <summary>An exact amount of SOL; null lamports for <c>max</c>.</summary>
    public static bool TryAmount(string? text, out Lamports? lamports, [NotNullWhen(false)] out WalletError? refusal)
    {
        lamports = null;
        refusal = null;
        if (string.Equals(text, "max", StringComparison.Ordinal))
        {
            return true;
        }

        if (!Lamports.TryParseSol(text, out var amount) || amount == Lamports.Zero)
        {
            refusal = Refuse(
                "amount",
                text,
                $"is SOL as an exact decimal above 0 with at most {Lamports.Decimals} decimals, without sign or exponent, or \"max\".");
            return false;
        }

        lamports = amount;
        return true;
    }

    public static bool TryMemo(string? text, [NotNullWhen(false)] out WalletError? refusal)
    {
        refusal = text is null || TransferMemo.IsValid(text)
            ? null
            : WalletErrors.ValidationFailed("memo", $"is text of 1 to {TransferMemo.MaximumBytes} bytes of UTF-8.");
        return refusal is null;
    }

    public static bool TryCommitment(string? text, out Commitment commitment, [NotNullWhen(false)] out WalletError? refusal)
    {
        (commitment, var known) = text switch
        {
            null or "confirmed" => (Commitment.Confirmed, true),
            "processed" => (Commitment.Processed, true),
            "finalized" => (Commitment.Finalized, true),
            _ => (Commitment.Confirmed, false),
        };
        refusal = known ? null : WalletErrors.ValidationFailed("commitment", "is processed, confirmed or finalized.");
        return known;
    }

    public static bool TryWaitFor(string? text, out TransferStatus waitFor, [NotNullWhen(false)] out WalletError? refusal)
    {
        (waitFor, var known) = text switch
        {
            null or "confirmed" => (TransferStatus.Confirmed, true),
            "submitted" => (TransferStatus.Submitted, true),
            "finalized" => (TransferStatus.Finalized, true),
            _ => (TransferStatus.Confirmed, false),
        };
        refusal = known ? null : WalletErrors.ValidationFailed("waitFor", "is submitted, confirmed or finalized.");
        return known;
    }

    public static bool TryWait(int? milliseconds, out TimeSpan atMost, [NotNullWhen(false)] out WalletError? refusal)
    {
        atMost = TimeSpan.FromMilliseconds(milliseconds ?? DefaultWaitMs);
        refusal = milliseconds is < 0 or > MaximumWaitMs
            ? WalletErrors.ValidationFailed("waitMs", $"is a number of milliseconds from 0 to {MaximumWaitMs}.")
            : null;
        return refusal is null;
    }

    public static bool TryTransaction(string? text, out byte[] wireTransaction, [NotNullWhen(false)] out WalletError? refusal)
    {
        wireTransaction = [];
        refusal = null;
        var buffer = new byte[((text?.Length ?? 0) / 4 * 3) + 3];
        if (!string.IsNullOrEmpty(text) && Convert.TryFromBase64String(text, buffer, out var length) && length > 0)
        {
            wireTransaction = buffer[..length];
            return true;
        }

        refusal = Refuse("transaction", text, "is a Solana transaction in wire format, in base64.");
        return false;
    }

    /// <summary>The caller's <c>requestId</c>, or what the message has in its place.</summary>
    public static bool TryIdempotencyKey(
        string? requestId,
        RequestOrigin origin,
        [NotNullWhen(true)] out IdempotencyKey? key,
        [NotNullWhen(false)] out WalletError? refusal)
    {
        refusal = null;
        if (requestId is not null)
        {
            refusal = IdempotencyKey.TryParse(requestId, out key)
                ? RefuseReserved(key)
                : WalletErrors.ValidationFailed(
                    "requestId", $"is 1 to {IdempotencyKey.MaximumLength} characters without control characters.");
            return refusal is null;
        }

        key = origin.FindIdempotencyKey();
        refusal = key is not null
            ? RefuseReserved(key)
            : WalletErrors.ValidationFailed(
                "requestId",
                "is missing. Send requestId (or the message_id property) so that a redelivered request cannot pay twice.");
        return refusal is null;
    }

    private static WalletError? RefuseReserved(IdempotencyKey key) =>
        IdempotencyKey.ReservedPrefixes.FirstOrDefault(prefix => key.Value.StartsWith(prefix, StringComparison.Ordinal)) is { } reserved
            ? WalletErrors.ValidationFailed("requestId", $"does not begin with {reserved}, as the service's own keys do.")
            : null;

    private static WalletError Refuse(string field, string? text, string rule) =>
        WalletErrors.ValidationFailed(field, text is null ? $"is missing. It {rule}" : rule);
}
