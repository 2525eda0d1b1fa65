using WalletService.Domain.Errors;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Domain.Transactions;

/// <summary>
/// Takes an intent to pay SOL: commits it and hands it to the tracker. Deciding, signing, sending and confirming are the tracker's
/// work (<see cref="TransferTracker"/>), so that a crash at any point is picked up in one way.
/// </summary>
public sealed class TransferSolService(
    IWalletStore wallets, ITransferStore transfers, TransferTracker tracker, TransferOptions options, TimeProvider time)
{
    /// <summary>Commits the transfer, or finds the one that the same request made before. Nothing is signed before it returns.</summary>
    public async Task<Result<Transfer>> SubmitAsync(TransferSolCommand command, CancellationToken cancellationToken)
    {
        if (command.Lamports == Lamports.Zero)
        {
            return WalletErrors.ValidationFailed("amount", "is more than 0.");
        }

        if (command.Memo is not null && !TransferMemo.IsValid(command.Memo))
        {
            return WalletErrors.ValidationFailed("memo", $"is text of at most {TransferMemo.MaximumBytes} bytes of UTF-8.");
        }

        if (await wallets.FindAsync(command.UserId, command.WalletId, cancellationToken) is not { } wallet)
        {
            return WalletErrors.WalletNotFound();
        }

        if (wallet.Address == command.Recipient)
        {
            return WalletErrors.InvalidRecipient("The recipient is the wallet itself. Give another address.");
        }

        var admission = await transfers.AddAsync(
            NewTransfer(command, time.GetUtcNow()), tracker.Owner, options.Lease, cancellationToken);

        switch (admission)
        {
            case TransferAdmission.Added added:
                tracker.Take(added.Transfer, wallet);
                return added.Transfer;
            case TransferAdmission.Existing existing:
                return existing.Transfer;
            case TransferAdmission.Conflict:
                return WalletErrors.IdempotencyConflict();
            default:
                throw new InvalidOperationException($"Unknown admission {admission}.");
        }
    }

    private Transfer NewTransfer(TransferSolCommand command, DateTimeOffset now) => new()
    {
        Id = TransactionId.New(time),
        WalletId = command.WalletId,
        UserId = command.UserId,
        Recipient = command.Recipient,
        RequestedLamports = command.Lamports,
        Memo = command.Memo,
        IdempotencyKey = command.IdempotencyKey,
        Fingerprint = RequestFingerprint.Of(
            "transferSol", command.WalletId.ToString(), command.Recipient.Value, command.Lamports?.ToString(), command.Memo),
        Status = TransferStatus.Received,
        Version = 1,
        Deadline = now + options.SigningDeadline,
        Times = new TransferTimes { ReceivedAt = now },
    };
}

/// <param name="Lamports">What to pay; null for all that the wallet can spare.</param>
public sealed record TransferSolCommand(
    UserId UserId,
    WalletId WalletId,
    SolanaAddress Recipient,
    Lamports? Lamports,
    string? Memo,
    IdempotencyKey IdempotencyKey);
