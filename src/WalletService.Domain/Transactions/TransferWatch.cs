using System.Threading.Channels;
using WalletService.Domain.Ports;
using WalletService.Domain.Tracing;

namespace WalletService.Domain.Transactions;

/// <summary>
/// Looks after transactions that were sent: reads their statuses in batches, sends the same bytes again while nobody knows them,
/// and lets the observer act. A subscription's notification only makes it look earlier: polling is the truth.
/// </summary>
public sealed class TransferWatch(
    IWalletStore wallets,
    ITransactionNetwork network,
    TransferSender sender,
    TransferObserver observer,
    TransferMoves moves,
    ITransferTelemetry telemetry,
    TransferOptions options,
    TimeProvider time)
{
    /// <summary>The most that <c>getSignatureStatuses</c> takes (Solana JSON-RPC documentation).</summary>
    private const int BatchSize = 256;

    private readonly Channel<bool> hints = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private Task<bool>? awaitedHint;

    /// <summary>Makes the next watch round come as soon as the network hints at a confirmation; asks the network once for each attempt.</summary>
    public void Hint(HeldTransfer held, CancellationToken cancellationToken)
    {
        if (held.TryAskForHint())
        {
            _ = HintAsync();
        }

        async Task HintAsync()
        {
            try
            {
                await network.WaitForHintAsync(held.Transfer.Attempt!.Signature, cancellationToken);
                hints.Writer.TryWrite(true);
            }
            catch (OperationCanceledException)
            {
                // The service stops, or the hint came too late to be of use.
            }
        }
    }

    /// <summary>Waits for the interval; the watch round also ends its wait at a hint.</summary>
    public async Task WaitAsync(string round, TimeSpan interval, CancellationToken cancellationToken)
    {
        if (round != "watch")
        {
            await Task.Delay(interval, time, cancellationToken);
            return;
        }

        try
        {
            // One read is kept from wait to wait: an abandoned one would stay in the channel and swallow the next hint.
            awaitedHint ??= hints.Reader.ReadAsync(cancellationToken).AsTask();
            await awaitedHint.WaitAsync(interval, time, cancellationToken);
            awaitedHint = null;
        }
        catch (TimeoutException)
        {
            // No hint: the poll is due.
        }
    }

    /// <summary>Reads the statuses of all of them and acts on each through <paramref name="guard"/>, which keeps acts on one transfer apart.</summary>
    public async Task ObserveAsync(
        IReadOnlyCollection<HeldTransfer> watched, Func<HeldTransfer, Func<Task<bool>>, Task> guard, CancellationToken cancellationToken)
    {
        foreach (var batch in watched.Chunk(BatchSize))
        {
            var now = time.GetUtcNow();
            foreach (var item in batch)
            {
                item.LastLooked = now;
            }

            var statuses = await StatusesAsync(batch, cancellationToken);
            await Task.WhenAll(batch.Select((item, index) =>
                guard(item, () => ActAsync(item, statuses?[index], isAnswer: statuses is not null, cancellationToken))));
        }
    }

    private async Task<IReadOnlyList<ObservedStatus?>?> StatusesAsync(HeldTransfer[] batch, CancellationToken cancellationToken)
    {
        using var activity = Traces.Join("transfers watch", batch.Select(item => item.Transfer.TraceParent));
        try
        {
            return await network.GetStatusesAsync([.. batch.Select(item => item.Transfer.Attempt!.Signature)], cancellationToken);
        }
        catch (PortUnavailableException exception)
        {
            // No answer is no news. The transactions are still sent again below: a node may take them although none reports.
            telemetry.RoundFailed("statuses", exception);
            return null;
        }
    }

    private async Task<bool> ActAsync(
        HeldTransfer held, ObservedStatus? status, bool isAnswer, CancellationToken cancellationToken)
    {
        held.Wallet ??= await wallets.FindWithKeyAsync(
            held.Transfer.UserId, held.Transfer.WalletId, held.Transfer.KeyNumber, cancellationToken);
        if (isAnswer && !moves.Adopt(held, await observer.ObserveAsync(held, status, cancellationToken)))
        {
            return false;
        }

        if (!held.IsWatched)
        {
            // Its attempt has just been proven dead; a worker signs the next one.
            return true;
        }

        var isDue = held.LastSent is null || time.GetUtcNow() - held.LastSent >= options.RebroadcastInterval;
        return status is not null || !isDue || moves.Adopt(held, await sender.SendAsync(held, cancellationToken));
    }
}
