using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WalletService.Domain.Values;
using WalletService.Solana.PubSub;

namespace WalletService.Ledger.Solana.Transactions;

/// <summary>
/// Tells as soon as the network announces that a transaction was confirmed. A hint may be lost (the transaction was confirmed before
/// the subscription, the connection broke): statuses are polled all the same, and a failure here is no failure of anything.
/// </summary>
internal sealed class SignatureHints(IOptions<SolanaOptions> options, TimeProvider time, ILogger<SignatureHints> logger) : IAsyncDisposable
{
    /// <summary>Longer than any blockhash lives; then the subscription is given up, and the caller looks.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(90);

    private readonly SolanaPubSubClient? client =
        options.Value is { HintsEnabled: true, WebSocketUrl: { } endpoint } ? new SolanaPubSubClient(endpoint, timeProvider: time) : null;

    public async Task WaitAsync(TransactionSignature signature, CancellationToken cancellationToken)
    {
        using var ending = new CancellationTokenSource(Life, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ending.Token, cancellationToken);
        if (client is null || !await TryListenAsync(client, signature, either.Token))
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, time, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    public ValueTask DisposeAsync() => client?.DisposeAsync() ?? ValueTask.CompletedTask;

    private async Task<bool> TryListenAsync(SolanaPubSubClient pubSub, TransactionSignature signature, CancellationToken cancellationToken)
    {
        try
        {
            var subscription = await pubSub.SubscribeSignatureAsync(signature.ToKit(), RpcCommitment.Confirmed, cancellationToken);
            await using (subscription)
            {
                return await subscription.ReadAllAsync(cancellationToken).AnyAsync(cancellationToken);
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            logger.NoHint(signature.Value, exception.Message);
        }
        catch (OperationCanceledException)
        {
            // The caller's cancellation, or the end of the subscription's life: told apart by the caller's token.
        }

        return false;
    }
}
