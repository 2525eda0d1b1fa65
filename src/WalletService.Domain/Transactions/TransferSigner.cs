using System.Security.Cryptography;
using WalletService.Domain.Errors;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;

namespace WalletService.Domain.Transactions;

/// <summary>
/// Ready → Signed: builds the message, checks it against the intent, records that it is about to be signed, has it signed, and
/// commits the signed transaction before anybody can send it. What is frozen is looked at with both records.
/// </summary>
public sealed class TransferSigner(
    ITransferStore transfers,
    TransferMessages messages,
    IWalletKeys keys,
    ITransferTelemetry telemetry,
    TimeProvider time)
{
    /// <returns>The transfer afterwards, or null when another instance has taken it over.</returns>
    /// <exception cref="PortUnavailableException">Nothing that was signed can ever be sent; try again.</exception>
    public async Task<Transfer?> SignAsync(Transfer transfer, Wallet wallet, CancellationToken cancellationToken)
    {
        var number = (transfer.Attempt?.Number ?? 0) + 1;
        for (var turn = 0U; turn < TransferVariation.MaximumTurns; turn++)
        {
            var unsigned = await messages.BuildAsync(transfer, wallet, TransferVariation.Of(transfer.Id, turn), cancellationToken);
            if (unsigned is null)
            {
                return await RefuseAsync(transfer, WalletErrors.BlockhashExpired(), cancellationToken);
            }

            if (messages.FindDifference(transfer, wallet, unsigned) is { } difference)
            {
                return await RefuseAsync(
                    transfer, WalletErrors.SigningFailed($"The transaction built differs from the request: {difference}."), cancellationToken);
            }

            var intent = new SigningIntent(
                number, Convert.ToHexStringLower(SHA256.HashData(unsigned.Message.Span)), wallet.Key.KeyVersionName);
            var verdict = await transfers.BeginSigningAsync(transfer, intent, cancellationToken);
            if (verdict is not SigningVerdict.Granted)
            {
                return verdict is SigningVerdict.Refused refused
                    ? await RefuseAsync(transfer, refused.Error, cancellationToken)
                    : null;
            }

            try
            {
                var attempt = await SignAsync(transfer, wallet, unsigned, number, cancellationToken);
                return await transfers.ApplyAsync(
                    transfer,
                    new TransferChange { To = TransferStatus.Signed, At = attempt.SignedAt, Attempt = attempt },
                    cancellationToken);
            }
            catch (KeyUnusableException exception)
            {
                return await RefuseAsync(
                    transfer,
                    WalletErrors.SigningFailed(
                        $"The wallet's key can't be used ({exception.Reason}). Nothing was sent; ask the operator of the service."),
                    cancellationToken);
            }
            catch (DuplicateSignatureException) when (transfer.Content is TransferContent.CallerTransaction)
            {
                return await RefuseAsync(
                    transfer,
                    WalletErrors.ValidationFailed("transaction", "was sent before by another request, and takes effect once only."),
                    cancellationToken);
            }
            catch (DuplicateSignatureException)
            {
                // An equal payment has these very bytes. They are its own; this one is built differently (money rule 5).
            }
        }

        throw new InvalidOperationException($"{TransferVariation.MaximumTurns} variations of transfer {transfer.Id} all exist already.");
    }

    private async Task<TransferAttempt> SignAsync(
        Transfer transfer, Wallet wallet, UnsignedTransfer unsigned, int number, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var success = false;
        try
        {
            var signature = await keys.SignAsync(wallet.Id, wallet.Key, unsigned.Message, cancellationToken);
            var (wire, name) = messages.Assemble(transfer, wallet, unsigned.Message, signature);
            success = true;
            return new TransferAttempt
            {
                Number = number,
                Signature = name,
                WireTransaction = wire,
                Blockhash = unsigned.Blockhash,
                LastValidBlockHeight = unsigned.LastValidBlockHeight,
                ContextSlot = unsigned.ContextSlot,
                Outcome = AttemptOutcome.Live,
                SignedAt = time.GetUtcNow(),
            };
        }
        finally
        {
            telemetry.Signed(transfer, time.GetElapsedTime(started), success);
        }
    }

    private Task<Transfer?> RefuseAsync(Transfer transfer, WalletError error, CancellationToken cancellationToken) => transfers.ApplyAsync(
        transfer,
        new TransferChange { To = transfer.RefusedStatus(), At = time.GetUtcNow(), Error = error },
        cancellationToken);
}
