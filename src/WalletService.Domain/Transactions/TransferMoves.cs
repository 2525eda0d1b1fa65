using WalletService.Domain.Ports;

namespace WalletService.Domain.Transactions;

/// <summary>What follows from a committed move: those who wait are told, and a balance read before it is forgotten.</summary>
public sealed class TransferMoves(TransferSignals signals, IBalanceCache balances, ITransferTelemetry telemetry)
{
    /// <summary>Makes the committed transfer the held one. False when it has ended or, for null, another instance has it.</summary>
    public bool Adopt(HeldTransfer held, Transfer? committed)
    {
        if (committed is null)
        {
            return false;
        }

        var before = held.Transfer;
        held.Transfer = committed;
        if (before.Status != committed.Status)
        {
            if (committed.Status == TransferStatus.Ready)
            {
                held.BeginNextAttempt();
            }

            if (committed.Status is not (TransferStatus.Signed or TransferStatus.Submitted))
            {
                _ = balances.RemoveAsync(committed.WalletId, CancellationToken.None);
            }

            telemetry.Moved(before, committed);
            signals.Publish(committed);
        }

        return !committed.Status.IsEnd();
    }
}
