using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace WalletService.Messaging.Routing;

/// <summary>
/// Replies that follow after their requests have been acknowledged. Only waiting is done here: what must not be lost was committed
/// before. When the service stops, every caller is answered at once with what is known by then, while the bus still runs.
/// </summary>
internal sealed class PendingReplies(IOptions<MessagingOptions> options) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentDictionary<long, Task> pending = new();
    private long last;

    /// <summary>How many callers are being waited for.</summary>
    public int Count => pending.Count;

    /// <summary>
    /// Takes over a reply. Returns at once; when the service is stopping or too many replies wait already, the reply is told not to
    /// wait, and has been sent when this completes.
    /// </summary>
    /// <param name="reply">Sends the reply; does not throw.</param>
    public async Task AddAsync(Func<CancellationToken, Task> reply)
    {
        if (stopping.IsCancellationRequested || pending.Count >= options.Value.MaximumPendingReplies)
        {
            await reply(new CancellationToken(canceled: true));
            return;
        }

        var id = Interlocked.Increment(ref last);
        var task = reply(stopping.Token);
        pending[id] = task;
        _ = ForgetAsync(id, task);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        await Task.WhenAll(pending.Values).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => stopping.Dispose();

    private async Task ForgetAsync(long id, Task reply)
    {
        await reply.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        pending.TryRemove(id, out _);
    }
}
