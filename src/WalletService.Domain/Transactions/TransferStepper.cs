using WalletService.Domain.Errors;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;

namespace WalletService.Domain.Transactions;

/// <summary>Takes the steps of a transfer that need no waiting for the chain: decide, sign, send.</summary>
public sealed class TransferStepper(
    IWalletStore wallets,
    ITransferStore transfers,
    TransferDecider decider,
    TransferSigner signer,
    TransferSender sender,
    TransferMoves moves,
    SweepDestinations destinations,
    TimeProvider time)
{
    /// <summary>Goes as far as it can. False when the transfer has ended or another instance has it.</summary>
    /// <exception cref="PortUnavailableException">The next step can't be taken now; the transfer is safe where it is.</exception>
    public async Task<bool> StepAsync(HeldTransfer held, CancellationToken cancellationToken)
    {
        held.Wallet ??= await wallets.FindWithKeyAsync(
            held.Transfer.UserId, held.Transfer.WalletId, held.Transfer.KeyNumber, cancellationToken)
            ?? throw new InvalidOperationException($"Transfer {held.Transfer.Id} has no wallet.");

        while (true)
        {
            var transfer = held.Transfer;
            switch (transfer.Status)
            {
                case TransferStatus.Received or TransferStatus.Ready when time.GetUtcNow() > transfer.Deadline:
                    return moves.Adopt(held, await RejectLateAsync(transfer, cancellationToken));
                case TransferStatus.AwaitingApproval when time.GetUtcNow() >= transfer.Policy?.ApprovalsUntil:
                    return moves.Adopt(held, await RejectUnapprovedAsync(transfer, cancellationToken));
                case TransferStatus.AwaitingApproval:
                    // The store makes it due again when it is approved, or when the time for it is over.
                    return false;
                case TransferStatus.Received or TransferStatus.Ready
                    when (transfer.IsSweep || transfer.Content.IsForSweepsOnly)
                        && await destinations.FindRefusalAsync(transfer, cancellationToken) is { } refusal:
                    return moves.Adopt(held, await RejectAsync(transfer, refusal, cancellationToken));
                case TransferStatus.Received:
                    if (!moves.Adopt(held, await DecideAsync(transfer, held.Wallet, cancellationToken)))
                    {
                        return false;
                    }

                    break;
                case TransferStatus.Ready:
                    if (!moves.Adopt(held, await SignAsync(transfer, held.Wallet, cancellationToken)))
                    {
                        return false;
                    }

                    break;
                case TransferStatus.Signed when held.LastSent is null:
                    return moves.Adopt(held, await SendAsync(held, cancellationToken));
                default:
                    return !transfer.Status.IsEnd();
            }
        }
    }

    private Task<Transfer?> RejectAsync(Transfer transfer, WalletError error, CancellationToken cancellationToken) => transfers.ApplyAsync(
        transfer,
        new TransferChange { To = transfer.RefusedStatus(), At = time.GetUtcNow(), Error = error },
        cancellationToken);

    private Task<Transfer?> DecideAsync(Transfer transfer, Wallet wallet, CancellationToken cancellationToken) =>
        TransferSteps.MeasureAsync(TransferSteps.Decide, () => decider.DecideAsync(transfer, wallet, cancellationToken));

    private Task<Transfer?> SignAsync(Transfer transfer, Wallet wallet, CancellationToken cancellationToken) =>
        TransferSteps.MeasureAsync(TransferSteps.Sign, () => signer.SignAsync(transfer, wallet, cancellationToken));

    private Task<Transfer?> SendAsync(HeldTransfer held, CancellationToken cancellationToken) =>
        TransferSteps.MeasureAsync(TransferSteps.Send, () => sender.SendAsync(held, cancellationToken));

    private Task<Transfer?> RejectUnapprovedAsync(Transfer transfer, CancellationToken cancellationToken) => transfers.ApplyAsync(
        transfer,
        new TransferChange { To = TransferStatus.Rejected, At = time.GetUtcNow(), Error = PolicyErrors.ApprovalExpired() },
        cancellationToken);

    private Task<Transfer?> RejectLateAsync(Transfer transfer, CancellationToken cancellationToken) => transfers.ApplyAsync(
        transfer,
        new TransferChange
        {
            To = transfer.RefusedStatus(),
            At = time.GetUtcNow(),
            Error = transfer.Attempt is null
                ? WalletErrors.NotSignedInTime(
                    transfer.Status == TransferStatus.Received ? "the Solana network" : "the key vault or the Solana network")
                : WalletErrors.TransactionExpired(),
        },
        cancellationToken);
}
