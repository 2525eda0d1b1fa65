using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WalletService.Domain.Events;
using WalletService.Domain.Ports;

namespace WalletService.Ledger.Solana.Nodes;

/// <summary>
/// Tells operators and subscribers of each change among the nodes. The events are written beside the watch, which must not wait for a
/// database; while that is away they are kept, the newest of them, and written when it is back.
/// </summary>
/// <param name="metrics">Counts the changes.</param>
/// <param name="time">For the pauses between tries.</param>
/// <param name="logger">Says each change at once.</param>
/// <param name="events">Where the events go; a program without a store has none.</param>
internal sealed class NodeAnnouncer(
    LedgerMetrics metrics, TimeProvider time, ILogger<NodeAnnouncer> logger, IServiceEvents? events = null) : BackgroundService
{
    private const int MostKept = 1_000;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly Channel<EventDraft> drafts = Channel.CreateBounded<EventDraft>(
        new BoundedChannelOptions(MostKept) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    public void Announce(NodeChange change)
    {
        metrics.NodeChanged(change);
        logger.NodeChanged(change.Node, change.What, change.Reason);
        if (events is not null)
        {
            drafts.Writer.TryWrite(NetworkEvents.Node(change.What, change.Node, change.Role, change.Reason));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var draft in drafts.Reader.ReadAllAsync(stoppingToken))
        {
            while (!await TryAddAsync(draft, stoppingToken))
            {
                await Task.Delay(RetryDelay, time, stoppingToken);
            }
        }
    }

    private async Task<bool> TryAddAsync(EventDraft draft, CancellationToken cancellationToken)
    {
        try
        {
            await events!.AddAsync([draft], cancellationToken);
            return true;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // Nothing that befalls an event may end the host.
            logger.NodeEventDelayed(draft.Type, exception.Message);
            return false;
        }
    }
}
