using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WalletService.Solana.Rpc;

namespace WalletService.Ledger.Solana.Nodes;

/// <summary>
/// Stops the service when a node belongs to another cluster than the expected one: what is signed for one cluster must not reach
/// another. While a node does not answer, the service runs without doing any work on the chain, and asks again.
/// </summary>
internal sealed class ClusterCheck(
    IReadOnlyList<SolanaNode> nodes,
    ClusterIdentity cluster,
    IOptions<SolanaOptions> options,
    IHostApplicationLifetime lifetime,
    TimeProvider time,
    ILogger<ClusterCheck> logger) : IHostedService, IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource stopping = new();
    private Task asking = Task.CompletedTask;

    /// <exception cref="InvalidOperationException">A node belongs to another cluster.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (cluster.IsVerified)
        {
            return;
        }

        if (await TryVerifyAsync(cancellationToken) is { } wrong)
        {
            throw new InvalidOperationException(
                $"The Solana node belongs to the cluster with genesis hash {wrong}, not to {options.Value.ExpectedGenesisHash} "
                + "(Solana:ExpectedGenesisHash). The service does not start.");
        }

        if (!cluster.IsVerified)
        {
            asking = KeepAskingAsync(stopping.Token);
        }
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        await asking.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => stopping.Dispose();

    private async Task KeepAskingAsync(CancellationToken cancellationToken)
    {
        while (!cluster.IsVerified)
        {
            await Task.Delay(Interval, time, cancellationToken);
            if (await TryVerifyAsync(cancellationToken) is { } wrong)
            {
                logger.WrongCluster(wrong, options.Value.ExpectedGenesisHash!);
                lifetime.StopApplication();
                return;
            }
        }
    }

    /// <returns>The genesis hash of a node that belongs to another cluster, else null; the identity is verified once all have answered.</returns>
    private async Task<string?> TryVerifyAsync(CancellationToken cancellationToken)
    {
        var expected = options.Value.ExpectedGenesisHash!;
        foreach (var node in nodes)
        {
            try
            {
                var genesis = await node.CallAsync("getGenesisHash", (client, token) => client.GetGenesisHashAsync(token), cancellationToken);
                if (!string.Equals(genesis.ToString(), expected, StringComparison.Ordinal))
                {
                    return genesis.ToString();
                }
            }
            catch (Exception exception) when (exception is NodeUnavailableException or RpcException)
            {
                logger.ClusterUnknown(exception.Message);
                return null;
            }
        }

        cluster.MarkVerified();
        logger.ClusterVerified(expected);
        return null;
    }
}
