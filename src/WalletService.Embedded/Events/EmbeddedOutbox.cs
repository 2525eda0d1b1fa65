using WalletService.Domain.Events;
using WalletService.Domain.Ports;
using WalletService.Embedded.Storage;

namespace WalletService.Embedded.Events;

internal sealed class EmbeddedOutbox(EmbeddedDatabase database) : IOutbox
{
    private int taken;

    public Task<IReadOnlyList<OutboxEvent>> ReadAsync(int limit, CancellationToken cancellationToken) =>
        Task.FromResult(database.ReadUnpublished(limit));

    public Task MarkPublishedAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken)
    {
        database.MarkPublished(ids);
        return Task.CompletedTask;
    }

    public Task<IRelayTurn?> TryBecomeRelayAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IRelayTurn?>(Interlocked.CompareExchange(ref taken, 1, 0) == 0 ? new Turn(this) : null);

    public async Task WaitForMoreAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        var next = database.NextCommit();
        if (database.ReadUnpublished(1).Count > 0)
        {
            return;
        }

        await Task.WhenAny(next, Task.Delay(atMost, database.Time, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Memory of a development process is not trimmed: the events stay readable for tests.</summary>
    public Task<int> TrimAsync(DateTimeOffset publishedBefore, CancellationToken cancellationToken) => Task.FromResult(0);

    private sealed class Turn(EmbeddedOutbox outbox) : IRelayTurn
    {
        private int ended;

        public Task<bool> IsHeldAsync(CancellationToken cancellationToken) => Task.FromResult(Volatile.Read(ref ended) == 0);

        public ValueTask DisposeAsync()
        {
            if (Interlocked.Exchange(ref ended, 1) == 0)
            {
                Volatile.Write(ref outbox.taken, 0);
            }

            return ValueTask.CompletedTask;
        }
    }
}
