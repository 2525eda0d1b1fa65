using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Tracing;
using WalletService.Domain.Values;

namespace WalletService.Domain.Transactions;

/// <summary>
/// Takes every open transfer to its end. Each instance runs one; transfers are shared by leases. It keeps nothing that the store
/// and the chain do not have: an instance that dies is replaced by any other, which is the only recovery there is.
/// </summary>
/// <remarks>
/// Three rounds run side by side: workers decide, sign and send; the watch round reads statuses and acts on them; the claim round
/// renews leases and picks up what others have left.
/// </remarks>
public sealed class TransferTracker(
    ITransferQueue queue,
    TransferStepper stepper,
    TransferWatch watch,
    ITransferTelemetry telemetry,
    TransferOptions options,
    TimeProvider time,
    string owner)
{
    private readonly ConcurrentDictionary<Guid, HeldTransfer> held = new();
    private readonly Channel<HeldTransfer> work = Channel.CreateUnbounded<HeldTransfer>();

    /// <summary>The name under which this instance holds leases.</summary>
    public string Owner => owner;

    /// <summary>How many transfers this instance holds.</summary>
    public int HeldCount => held.Count;

    /// <summary>Takes a transfer that was committed with a lease of this instance.</summary>
    /// <param name="wallet">Its wallet with the key that signs it, when known: that key and its address never change, so it need not be read again.</param>
    public void Take(Transfer transfer, Wallet? wallet = null)
    {
        var item = new HeldTransfer(transfer) { Wallet = wallet };
        if (held.TryAdd(transfer.Id.Value, item))
        {
            Queue(item);
        }
    }

    /// <summary>Runs until cancelled. What is open then stays in the store and is claimed by another instance after its lease.</summary>
    public Task RunAsync(CancellationToken cancellationToken)
    {
        var rounds = Enumerable.Range(0, options.Concurrency).Select(_ => WorkAsync(cancellationToken))
            .Append(RepeatAsync("watch", options.StatusInterval, WatchAsync, cancellationToken))
            .Append(RepeatAsync("claim", options.ClaimInterval, ClaimAsync, cancellationToken));
        return Task.WhenAll(rounds);
    }

    /// <summary>One claim round: leases renewed, lost ones let go, free ones taken.</summary>
    public async Task ClaimAsync(CancellationToken cancellationToken)
    {
        if (!held.IsEmpty)
        {
            var mine = held.Values.Select(item => item.Transfer.Id).ToArray();
            var still = await queue.RenewAsync(owner, mine, options.Lease, cancellationToken);
            foreach (var lost in mine.Where(id => !still.Contains(id)))
            {
                held.TryRemove(lost.Value, out _);
            }
        }

        var room = options.Capacity - held.Count;
        if (room > 0)
        {
            foreach (var transfer in await queue.ClaimAsync(owner, Math.Min(room, 256), options.Lease, cancellationToken))
            {
                // A lease that this instance lost and won again has a new version, which must replace the old one.
                held.TryRemove(transfer.Id.Value, out _);
                Take(transfer);
            }
        }
    }

    /// <summary>One watch round: the statuses of all sent transactions are read and acted on, and delayed steps are taken again.</summary>
    public async Task WatchAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        foreach (var item in held.Values.Where(item => item.Delays > 0 && item.NotBefore <= now && !item.IsWatched))
        {
            Queue(item);
        }

        var watched = held.Values
            .Where(item => item.IsWatched && item.NotBefore <= now && item.IsDueForLook(now, options.StatusInterval))
            .ToArray();
        await watch.ObserveAsync(watched, (item, act) => GuardAsync(item, act, cancellationToken), cancellationToken);
        foreach (var item in watched.Where(item => item.Transfer.Status == TransferStatus.Ready))
        {
            // Its attempt was proven dead; a worker signs the next one.
            Queue(item);
        }
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var item in work.Reader.ReadAllAsync(cancellationToken))
            {
                item.Dequeue();
                if (item.NotBefore > time.GetUtcNow())
                {
                    continue;
                }

                await GuardAsync(item, () => stepper.StepAsync(item, cancellationToken), cancellationToken);
                if (item.IsWatched && held.ContainsKey(item.Transfer.Id.Value))
                {
                    watch.Hint(item, cancellationToken);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The service stops.
        }
    }

    /// <summary>Runs one act on a transfer, alone; lets go of the transfer when it has ended or been lost.</summary>
    private async Task GuardAsync(HeldTransfer item, Func<Task<bool>> act, CancellationToken cancellationToken)
    {
        if (!item.TryEnter())
        {
            return;
        }

        using var activity = Traces.Continue("transfer", ActivityKind.Internal, item.Transfer.TraceParent);
        var before = item.Transfer;
        try
        {
            if (!await act())
            {
                Forget(item);
            }

            item.Delays = 0;
            Note(activity, before, item.Transfer);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The service stops; the lease runs out and another instance goes on.
        }
        catch (OutcomeUnknownException exception)
        {
            // What was committed is not known, so neither is the version: give the transfer back and claim it anew.
            Forget(item);
            telemetry.StepDelayed(item.Transfer, exception);
            await ReleaseAsync(item.Transfer.Id, cancellationToken);
        }
        catch (Exception exception)
        {
            item.Delays++;
            item.NotBefore = time.GetUtcNow() + TimeSpan.FromMilliseconds(Math.Min(5_000, 100 * Math.Pow(2, Math.Min(item.Delays, 10))));
            telemetry.StepDelayed(item.Transfer, exception);
        }
        finally
        {
            item.Leave();
        }
    }

    /// <summary>A look at the chain that found nothing new is no part of the story.</summary>
    private static void Note(Activity? activity, Transfer before, Transfer after)
    {
        if (ReferenceEquals(before, after))
        {
            activity?.LeaveOut();
        }

        activity?.SetTag("wallet.transaction.id", after.Id.Value);
        activity?.SetTag("wallet.transaction.from", before.Status.ToString());
        activity?.SetTag("wallet.transaction.to", after.Status.ToString());
    }

    private void Queue(HeldTransfer item)
    {
        if (item.TryQueue())
        {
            work.Writer.TryWrite(item);
        }
    }

    private void Forget(HeldTransfer item) =>
        held.TryRemove(new KeyValuePair<Guid, HeldTransfer>(item.Transfer.Id.Value, item));

    private async Task ReleaseAsync(TransactionId id, CancellationToken cancellationToken)
    {
        try
        {
            await queue.ReleaseAsync(owner, id, TimeSpan.Zero, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever it is, it must not end the worker: the lease runs out by itself.
            telemetry.RoundFailed("release", exception);
        }
    }

    private async Task RepeatAsync(
        string name, TimeSpan interval, Func<CancellationToken, Task> round, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                try
                {
                    await round(cancellationToken);
                }
                catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
                {
                    telemetry.RoundFailed(name, exception);
                }

                await watch.WaitAsync(name, interval, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The service stops.
        }
    }
}
