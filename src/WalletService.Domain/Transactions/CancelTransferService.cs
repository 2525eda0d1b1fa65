using System.Text.Json;
using WalletService.Domain.Errors;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Domain.Transactions;

/// <summary>
/// Calls a transfer off while nothing that was signed for it can execute: before the first signature is committed, or after every
/// one is proven dead. Its conditional update wins over the tracker's or loses to it; a signature that was made meanwhile is never
/// committed, and so never sent.
/// </summary>
public sealed class CancelTransferService(ITransferStore transfers, TransferMoves moves, TimeProvider time)
{
    /// <summary>How often the transfer may move on under the cancellation before the caller is asked to come again.</summary>
    private const int MaximumTries = 5;

    /// <summary>The cancelled transfer; the same again for one that is cancelled already.</summary>
    public async Task<Result<Transfer>> CancelAsync(CallerId caller, UserId userId, TransactionId id, CancellationToken cancellationToken)
    {
        for (var turn = 0; turn < MaximumTries; turn++)
        {
            if (await transfers.FindAsync(userId, id, cancellationToken) is not { } transfer)
            {
                return WalletErrors.TransactionNotFound();
            }

            if (transfer.Status == TransferStatus.Cancelled)
            {
                return transfer;
            }

            if (!TransferTransitions.Allows(transfer.Status, TransferStatus.Cancelled))
            {
                return WalletErrors.NotCancellable(JsonNamingPolicy.CamelCase.ConvertName(transfer.Status.ToString()));
            }

            var change = new TransferChange
            {
                To = TransferStatus.Cancelled,
                At = time.GetUtcNow(),
                Error = WalletErrors.Cancelled(),
                Caller = caller,
            };
            if (await transfers.ApplyAsync(transfer, change, cancellationToken) is { } cancelled)
            {
                moves.Adopt(new HeldTransfer(transfer), cancelled);
                return cancelled;
            }
        }

        throw new PortUnavailableException("store", "The transaction moves on faster than it can be cancelled.");
    }
}
