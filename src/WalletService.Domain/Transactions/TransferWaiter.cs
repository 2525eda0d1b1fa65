using WalletService.Domain.Ports;

namespace WalletService.Domain.Transactions;

/// <summary>Waits for a transfer to come as far as a caller wants to know. Holds no lock and no database connection.</summary>
public sealed class TransferWaiter(ITransferStore transfers, TransferSignals signals, TimeProvider time)
{
    /// <summary>Another instance may be driving the transfer, so the store is asked now and then as well.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The transfer when it has reached <paramref name="waitFor"/> (Submitted, Confirmed or Finalized) or an end, or as it stands
    /// after <paramref name="atMost"/> or when cancelled.
    /// </summary>
    public async Task<Transfer> WaitAsync(Transfer transfer, TransferStatus waitFor, TimeSpan atMost, CancellationToken cancellationToken)
    {
        try
        {
            return await WaitForItAsync(transfer, waitFor, atMost, cancellationToken);
        }
        finally
        {
            signals.Forget(transfer.Id);
        }
    }

    /// <summary>
    /// Whether a transfer in this state answers a caller who waits for <paramref name="waitFor"/>. People take longer than a caller waits.
    /// </summary>
    public static bool HasReached(TransferStatus status, TransferStatus waitFor) =>
        status.IsEnd() || status == TransferStatus.AwaitingApproval || (status >= TransferStatus.Submitted && status >= waitFor);

    private async Task<Transfer> WaitForItAsync(
        Transfer transfer, TransferStatus waitFor, TimeSpan atMost, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var signal = signals.Next(transfer.Id);
        var isSignalled = false;
        while (!HasReached(transfer.Status, waitFor))
        {
            var left = atMost - time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero || cancellationToken.IsCancellationRequested)
            {
                return transfer;
            }

            // A signal tells all that the store would. Before the first one, and when none comes, only the store knows.
            if (!isSignalled)
            {
                transfer = await LookAsync(transfer, cancellationToken);
                if (HasReached(transfer.Status, waitFor))
                {
                    return transfer;
                }
            }

            isSignalled = await HasMovedAsync(signal, left < LookInterval ? left : LookInterval, cancellationToken);
            if (isSignalled)
            {
                (transfer, signal) = await signal.Moved;
            }
        }

        return transfer;
    }

    private async Task<bool> HasMovedAsync(TransferSignal signal, TimeSpan atMost, CancellationToken cancellationToken)
    {
        try
        {
            await signal.Moved.WaitAsync(atMost, time, cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception is TimeoutException or OperationCanceledException)
        {
            return false;
        }
    }

    private async Task<Transfer> LookAsync(Transfer transfer, CancellationToken cancellationToken)
    {
        try
        {
            return await transfers.FindAsync(transfer.UserId, transfer.Id, cancellationToken) ?? transfer;
        }
        catch (Exception exception) when (exception is PortUnavailableException or OperationCanceledException)
        {
            return transfer;
        }
    }
}
