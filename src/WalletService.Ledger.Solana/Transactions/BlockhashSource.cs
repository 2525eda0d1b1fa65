using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WalletService.Domain.Ports;
using WalletService.Ledger.Solana.Nodes;

namespace WalletService.Ledger.Solana.Transactions;

/// <summary>
/// Keeps a recent blockhash at hand, fetched ahead of use. When the background refresh falls behind, the caller waits for a new one,
/// and callers that wait together share one request. A hash older than allowed is never given out.
/// </summary>
internal sealed class BlockhashSource(
    SolanaNodes nodes, IOptions<SolanaOptions> options, TimeProvider time, ILogger<BlockhashSource> logger) : BackgroundService
{
    private readonly Lock gate = new();
    private FreshBlockhash? current;
    private Task<FreshBlockhash>? refresh;

    /// <summary>The newest slot from which a blockhash came; null before the first.</summary>
    public ulong? ContextSlot => Volatile.Read(ref current)?.ContextSlot;

    /// <exception cref="PortUnavailableException">No node gives a blockhash.</exception>
    public async Task<FreshBlockhash> GetAsync(CancellationToken cancellationToken) =>
        Volatile.Read(ref current) is { } known && IsYoungEnough(known)
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

    private bool IsYoungEnough(FreshBlockhash blockhash) => time.GetElapsedTime(blockhash.AskedAt) < options.Value.BlockhashMaxAge;

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
        var fresh = new FreshBlockhash(latest.Value.Blockhash, latest.Value.LastValidBlockHeight, latest.Slot, askedAt);
        Volatile.Write(ref current, fresh);
        return fresh;
    }
}
