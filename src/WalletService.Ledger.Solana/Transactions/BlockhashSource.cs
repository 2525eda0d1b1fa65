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
    private Task<FreshBlockhash>? refresh;

    /// <summary>The newest slot from which a blockhash came; null before the first.</summary>
    public ulong? ContextSlot => Volatile.Read(ref current)?.ContextSlot;

    /// <exception cref="PortUnavailableException">No node gives a blockhash.</exception>
    public async Task<FreshBlockhash> GetAsync(CancellationToken cancellationToken) =>
        Volatile.Read(ref current) is { } known && LeavesTime(known)
            ? known
            : await RefreshAsync().WaitAsync(cancellationToken);

    /// <summary>Does not give out this one again: a node did not know it.</summary>
    public void Discard(FreshBlockhash blockhash) => Interlocked.CompareExchange(ref current, null, blockhash);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.BlockhashRefreshInterval, time);
        do
        {
            try
            {
                await RefreshAsync().WaitAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // Whatever a node has answered must not end the refreshing, and with it the host.
                logger.BlockhashNotRefreshed(exception.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>By the clock, and by the blocks that have been made since as far as the pace tells.</summary>
    private bool LeavesTime(FreshBlockhash blockhash)
    {
        var settings = options.Value;
        return time.GetElapsedTime(blockhash.AskedAt) < settings.BlockhashMaxAge
            && blockhash.LastValidBlockHeight >= pace.ReckonHeight() + (ulong)settings.BlockhashMinimumBlocks;
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

    /// <summary>Belongs to all who wait for it, so no single caller can cancel it; the nodes' time limits end it.</summary>
    private async Task<FreshBlockhash> FetchAsync()
    {
        var seen = ContextSlot;
        var (askedAt, latest) = await nodes.ReadAsync(
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

        var fresh = new FreshBlockhash(latest.Value.Blockhash, latest.Value.LastValidBlockHeight, latest.Slot, askedAt);
        pace.Note(askedAt, fresh.LastValidBlockHeight - Math.Min(fresh.LastValidBlockHeight, FreshBlockhash.Life));
        Volatile.Write(ref current, fresh);
        return fresh;
    }
}
