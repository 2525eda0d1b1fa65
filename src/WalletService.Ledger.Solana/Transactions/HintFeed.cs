using WalletService.Domain.Values;
using WalletService.Ledger.Solana.Nodes;
using WalletService.Solana.PubSub;

namespace WalletService.Ledger.Solana.Transactions;

/// <summary>Notifications of one node over its WebSocket, which is opened when it is first needed.</summary>
internal sealed class HintFeed(SolanaNode node, Uri endpoint, SolanaPubSubOptions options, TimeProvider time) : IAsyncDisposable
{
    /// <summary>A node that does not confirm a subscription in this time gives no hints in time either.</summary>
    private static readonly TimeSpan LongestSubscribing = TimeSpan.FromSeconds(3);

    /// <summary>How often a lost connection is looked for.</summary>
    private static readonly TimeSpan CheckInterval = TimeSpan.FromSeconds(1);

    private readonly SolanaPubSubClient client = new(endpoint, options, time);

    public SolanaNode Node => node;

    /// <returns>Whether the node announced that the transaction was confirmed; false when it is no use waiting for it any longer.</returns>
    public async Task<bool> ListenAsync(TransactionSignature signature, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            await using var subscription = await SubscribeAsync(signature, ending.Token);
            var notified = subscription.ReadAllAsync(ending.Token).AnyAsync(ending.Token).AsTask();
            while (!notified.IsCompleted && client.IsConnected && node.Vitals.State != NodeState.Down)
            {
                await Task.WhenAny(notified, Task.Delay(CheckInterval, time, ending.Token));
            }

            return notified.IsCompleted && await notified;
        }
        finally
        {
            await ending.CancelAsync();
        }
    }

    public ValueTask DisposeAsync() => client.DisposeAsync();

    private async Task<PubSubSubscription<WalletService.Solana.Rpc.RpcResult<SignatureNotification>>> SubscribeAsync(
        TransactionSignature signature, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(LongestSubscribing, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            return await client.SubscribeSignatureAsync(signature.ToKit(), RpcCommitment.Confirmed, either.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new NodeUnavailableException($"{node.Name} takes no subscription.", exception);
        }
    }
}
