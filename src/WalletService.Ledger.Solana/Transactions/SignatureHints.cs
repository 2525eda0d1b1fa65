using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WalletService.Domain.Values;
using WalletService.Ledger.Solana.Nodes;
using WalletService.Solana.PubSub;

namespace WalletService.Ledger.Solana.Transactions;

/// <summary>
/// Tells as soon as a node announces that a transaction was confirmed. When a node's connection breaks, another one is listened to. A
/// hint may be lost (the transaction was confirmed before the subscription, or between two): statuses are polled all the same, and a
/// failure here is no failure of anything.
/// </summary>
internal sealed class SignatureHints(
    SolanaNodes nodes, IOptions<SolanaOptions> options, TimeProvider time, ILogger<SignatureHints> logger) : IAsyncDisposable
{
    /// <summary>With more transactions watched the polling hardly pauses, and a hint would come no sooner.</summary>
    private const int MostAtOnce = 64;

    /// <summary>Longer than any blockhash lives; then the subscription is given up.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(90);

    /// <summary>Between tries when no node takes a subscription.</summary>
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(2);

    private readonly IReadOnlyDictionary<SolanaNode, HintFeed> feeds = options.Value.HintsEnabled
        ? FeedsOf(nodes, new SolanaPubSubOptions { CertificateCheck = NodeCertificates.CheckOf(options.Value) }, time)
        : [];

    private int listening;

    public async Task WaitAsync(TransactionSignature signature, CancellationToken cancellationToken)
    {
        using var ending = new CancellationTokenSource(Life, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ending.Token, cancellationToken);
        try
        {
            if (Interlocked.Increment(ref listening) > MostAtOnce || feeds.Count == 0 || !await ListenAsync(signature, either.Token))
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, time, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        finally
        {
            Interlocked.Decrement(ref listening);
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var feed in feeds.Values)
        {
            await feed.DisposeAsync();
        }
    }

    /// <summary>Listens to one node after the other, until one gives the hint; false when the time is over.</summary>
    private async Task<bool> ListenAsync(TransactionSignature signature, CancellationToken cancellationToken)
    {
        HintFeed? broken = null;
        while (!cancellationToken.IsCancellationRequested)
        {
            var feed = Choose(broken);
            if (feed is null)
            {
                broken = null;
                await Task.Delay(RetryDelay, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                continue;
            }

            try
            {
                if (await feed.ListenAsync(signature, cancellationToken))
                {
                    return true;
                }

                logger.NoHint(signature.Value, $"{feed.Node.Name} broke off.");
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                logger.NoHint(signature.Value, exception.Message);
            }
            catch (OperationCanceledException)
            {
                // The caller's cancellation, or the end of the subscription's life: told apart by the caller's token.
            }

            broken = feed;
        }

        return false;
    }

    /// <summary>A node that does well and takes subscriptions, another than the one that just broke off.</summary>
    private HintFeed? Choose(HintFeed? broken) => nodes.InOrder()
        .Where(node => node.Vitals.State != NodeState.Down)
        .Select(node => feeds.GetValueOrDefault(node))
        .FirstOrDefault(feed => feed is not null && feed != broken);

    private static Dictionary<SolanaNode, HintFeed> FeedsOf(SolanaNodes nodes, SolanaPubSubOptions connection, TimeProvider time) => nodes.All
        .Where(node => node.Description.WebSocketUrl is not null)
        .ToDictionary(node => node, node => new HintFeed(node, node.Description.WebSocketUrl!, connection, time));
}
