using System.Globalization;
using WalletService.Domain.Errors;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Domain.Transactions;

/// <summary>
/// Takes an intent to pay SOL: commits it and hands it to the tracker. Deciding, signing, sending and confirming are the tracker's
/// work (<see cref="TransferTracker"/>), so that a crash at any point is picked up in one way.
/// </summary>
public sealed class TransferSolService(
    IWalletStore wallets, TransferIntake intake, TransferOptions options, TimeProvider time)
{
    /// <summary>Commits the transfer, or finds the one that the same request made before. Nothing is signed before it returns.</summary>
    public async Task<Result<Transfer>> SubmitAsync(TransferSolCommand command, CancellationToken cancellationToken)
    {
        if (command.Lamports == Lamports.Zero)
        {
            return WalletErrors.ValidationFailed("amount", "is more than 0.");
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

    private Transfer NewTransfer(TransferSolCommand command, DateTimeOffset now) => new()
    {
        Id = TransactionId.New(time),
        WalletId = command.WalletId,
        UserId = command.UserId,
        Caller = command.Caller,
        Content = new TransferContent.SolPayment(command.Recipient, command.Lamports, command.Memo),
        IdempotencyKey = command.IdempotencyKey,
        Fingerprint = RequestFingerprint.Of(
            "transferSol",
            command.WalletId.ToString(),
            command.Recipient.Value,
            command.Lamports?.ToString(),
            command.Memo,
            command.ValidFor?.Ticks.ToString(CultureInfo.InvariantCulture)),
        Status = TransferStatus.Received,
        Version = 1,
        Deadline = now + (command.ValidFor ?? options.SigningDeadline),
        Times = new TransferTimes { ReceivedAt = now },
    };
}

/// <param name="Lamports">What to pay; null for all that the wallet can spare.</param>
/// <param name="ValidFor">For how long transactions are signed for it; null for the service's setting.</param>
public sealed record TransferSolCommand(
    CallerId Caller,
    UserId UserId,
    WalletId WalletId,
    SolanaAddress Recipient,
    Lamports? Lamports,
    string? Memo,
    IdempotencyKey IdempotencyKey,
    TimeSpan? ValidFor = null);
