using WalletService.Domain.Ports;

namespace WalletService.Domain.Transactions;

/// <summary>Signed → Submitted, and the same bytes again until they are confirmed or proven dead.</summary>
public sealed class TransferSender(
    ITransferStore transfers, ITransactionNetwork network, ITransferTelemetry telemetry, TimeProvider time)
{
    /// <summary>Sends a committed attempt and records that a node has taken it.</summary>
    /// <returns>The transfer afterwards (unchanged when no node took it), or null when another instance has taken it over.</returns>
    public async Task<Transfer?> SendAsync(HeldTransfer held, CancellationToken cancellationToken)
    {
        var transfer = held.Transfer;
        var outcome = await network.SendAsync(transfer.Attempt!, preflight: !held.WasAccepted, cancellationToken);
        held.LastSent = time.GetUtcNow();
        telemetry.Sent(transfer, outcome);

        switch (outcome)
        {
            case SendOutcome.Accepted or SendOutcome.AlreadyProcessed:
                held.WasAccepted = true;
                held.Refusal = null;
                return transfer.Status == TransferStatus.Signed
                    ? await transfers.ApplyAsync(
                        transfer, new TransferChange { To = TransferStatus.Submitted, At = time.GetUtcNow() }, cancellationToken)
                    : transfer;
            case SendOutcome.Refused refused:
                // One node's opinion is no proof. It only explains why, if the attempt expires.
                held.Refusal = refused.ChainError;
                return transfer;
            default:
                return transfer;
        }
    }
}
