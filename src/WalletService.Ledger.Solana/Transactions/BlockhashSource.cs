using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WalletService.Domain.Ports;
using WalletService.Ledger.Solana.Nodes;

namespace WalletService.Ledger.Solana.Transactions;

/// <summary>
/// Keeps a recent blockhash at hand, fetched ahead of use. When the background refresh falls behind, the caller waits for a new one,
/// and callers that wait together share one request. A hash that is older than allowed, or that has fewer blocks left than allowed, is
/// never given out: signing and sending need their time.
/// </summary>
internal sealed class BlockhashSource(
    SolanaNodes nodes, IOptions<SolanaOptions> options, TimeProvider time, ILogger<BlockhashSource> logger) : BackgroundService
{
    private readonly Lock gate = new();
    private readonly BlockPace pace = new(time);
    private FreshBlockhash? current;
    private ulong newestSlot;
    private Task<FreshBlockhash>? refresh;

    /// <summary>
    /// The newest slot from which a blockhash came; null before the first, and when the nodes no longer tell that there is such a slot:
    /// no node could ever answer as of one that a single lie had made up.
    /// </summary>
    public ulong? ContextSlot =>
        Volatile.Read(ref newestSlot) is var slot and > 0 && LatestBlockhashRules.IsWithinReach(slot, KnownSlots()) ? slot : null;

    /// <exception cref="PortUnavailableException">No node gives a blockhash.</exception>
    public async Task<FreshBlockhash> GetAsync(CancellationToken cancellationToken) =>
        FindUsable() ?? await GetOrRefreshAsync().WaitAsync(cancellationToken);

    /// <summary>Does not give out this one again: a node did not know it.</summary>
    public void Discard(FreshBlockhash blockhash) => Interlocked.CompareExchange(ref current, null, blockhash);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.BlockhashRefreshInterval, time);
        var isFirst = true;
        do
        {
            try
            {
                // At the start a caller may have been faster.
                await (isFirst ? GetOrRefreshAsync() : RefreshAsync()).WaitAsync(stoppingToken);
                isFirst = false;
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // Whatever a node has answered must not end the refreshing, and with it the host.
                logger.BlockhashNotRefreshed(exception.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>Null when there is none that leaves time: by the clock, and by the blocks made since as far as the pace tells.</summary>
    private FreshBlockhash? FindUsable()
    {
        var settings = options.Value;
        return Volatile.Read(ref current) is { } known
            && time.GetElapsedTime(known.AskedAt) < settings.BlockhashMaxAge
            && known.LastValidBlockHeight >= pace.ReckonHeight() + (ulong)settings.BlockhashMinimumBlocks
            && LatestBlockhashRules.IsWithinReach(known.ContextSlot, KnownSlots())
                ? known
                : null;
    }

    private Task<FreshBlockhash> GetOrRefreshAsync()
    {
        lock (gate)
        {
            // Another caller's request may have been answered since the first look.
            return FindUsable() is { } known ? Task.FromResult(known) : RefreshAsync();
        }
    }

    private Task<FreshBlockhash> RefreshAsync()
    {
        lock (gate)
        {
            if (refresh is null or { IsCompleted: true })
            {
                refresh = FetchAsync();
            }

            return refresh;
        }
    }

    /// <summary>Of the nodes that count: one that is stuck, and says so, must not make all others look as if they were ahead of the time.</summary>
    private List<ulong> KnownSlots() =>
        [.. nodes.All.Where(node => node.Vitals.IsWitness).Select(node => node.Vitals.LastLook.Slot).OfType<ulong>()];

    /// <summary>Belongs to all who wait for it, so no single caller can cancel it; the nodes' time limits end it.</summary>
    private async Task<FreshBlockhash> FetchAsync()
    {
        var seen = ContextSlot;
        var ((askedAt, latest), giver) = await nodes.ReadFromAsync(
            "getLatestBlockhash",
            async (client, token) =>
            {
                var asked = time.GetTimestamp();

                // A node that is behind what was seen before would give a hash that has already spent some of its life.
                return (asked, await client.GetLatestBlockhashAsync(RpcCommitment.Confirmed, seen, token));
            },
            CancellationToken.None);
        if (latest.Slot < seen)
        {
            // Not every node keeps to minContextSlot, least of all one behind a balancer.
            throw new PortUnavailableException(
                SolanaNodes.Dependency, $"A node gave a blockhash as of slot {latest.Slot}, although slot {seen} has been seen.");
        }

        if (!LatestBlockhashRules.IsPlausible(latest, KnownSlots(), options.Value.MaximumSlotsBehind))
        {
            throw new PortUnavailableException(
                SolanaNodes.Dependency,
                $"{giver.Name} gave a blockhash of slot {latest.Slot}, valid up to block {latest.Value.LastValidBlockHeight}; that can't be.");
        }

        var fresh = new FreshBlockhash(latest.Value.Blockhash, latest.Value.LastValidBlockHeight, latest.Slot, askedAt);
        pace.Note(askedAt, fresh.LastValidBlockHeight - Math.Min(fresh.LastValidBlockHeight, FreshBlockhash.Life));
        Volatile.Write(ref newestSlot, fresh.ContextSlot);
        Volatile.Write(ref current, fresh);
        return fresh;
    }
}
