using System.Globalization;
using WalletService.Domain.Errors;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Domain.Transactions;

/// <summary>
/// Takes an intent to pay in a token: commits it and hands it to the tracker, which does the rest as for every transfer. What only the
/// chain knows of the token (whether it is one, its decimals, its restrictions) is judged with the funds.
/// </summary>
public sealed class TransferTokenService(IWalletStore wallets, TransferIntake intake, TransferOptions options, TimeProvider time)
{
    /// <summary>Commits the transfer, or finds the one that the same request made before. Nothing is signed before it returns.</summary>
    public async Task<Result<Transfer>> SubmitAsync(TransferTokenCommand command, CancellationToken cancellationToken)
    {
        if (command.Quantity is { IsZero: true })
        {
            return WalletErrors.ValidationFailed("amount", "is more than 0.");
        }

        if (command is { Quantity: null, Meaning: TokenAmountMeaning.Received })
        {
            return WalletErrors.ValidationFailed("amountMeaning", "is \"sent\" for the amount \"max\".");
        }

        if (TransferRules.CheckRequest(command.Memo, command.ValidFor) is { } refusal)
        {
            return refusal;
        }

        if (await wallets.FindAsync(command.UserId, command.WalletId, cancellationToken) is not { } wallet)
        {
            return WalletErrors.WalletNotFound();
        }

        if (wallet.Address == command.Recipient)
        {
            return WalletErrors.InvalidRecipient("The recipient is the wallet itself. Give another address.");
        }

        return await intake.AdmitAsync(NewTransfer(command, time.GetUtcNow()), wallet, cancellationToken);
    }

    private Transfer NewTransfer(TransferTokenCommand command, DateTimeOffset now) => new()
    {
        Id = TransactionId.New(time),
        WalletId = command.WalletId,
        UserId = command.UserId,
        Caller = command.Caller,
        Content = new TransferContent.TokenPayment(command.Recipient, command.Mint, command.Quantity, command.Meaning, command.Memo),
        IdempotencyKey = command.IdempotencyKey,
        Fingerprint = RequestFingerprint.Of(
            "transferToken",
            command.WalletId.ToString(),
            command.Recipient.Value,
            command.Mint.Value,
            command.Quantity?.ToString(),
            command.Meaning.ToString(),
            command.Memo,
            command.ValidFor?.Ticks.ToString(CultureInfo.InvariantCulture)),
        Status = TransferStatus.Received,
        Version = 1,
        Deadline = now + (command.ValidFor ?? options.SigningDeadline),
        Times = new TransferTimes { ReceivedAt = now },
    };
}

/// <param name="Mint">The token.</param>
/// <param name="Quantity">What to pay; null for all that the wallet's associated token account holds.</param>
/// <param name="Meaning">What the quantity counts when the mint withholds a fee.</param>
/// <param name="ValidFor">For how long transactions are signed for it; null for the service's setting.</param>
public sealed record TransferTokenCommand(
    CallerId Caller,
    UserId UserId,
    WalletId WalletId,
    SolanaAddress Recipient,
    SolanaAddress Mint,
    TokenQuantity? Quantity,
    TokenAmountMeaning Meaning,
    string? Memo,
    IdempotencyKey IdempotencyKey,
    TimeSpan? ValidFor = null);
