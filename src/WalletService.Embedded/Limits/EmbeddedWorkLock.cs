using WalletService.Domain.Ports;

namespace WalletService.Embedded.Limits;

internal sealed class EmbeddedWorkLock(TimeProvider time) : IWorkLock
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Turn> turns = new(StringComparer.Ordinal);

    public Task<IAsyncDisposable?> TryAcquireAsync(string name, TimeSpan lease, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            var now = time.GetUtcNow();
            if (turns.TryGetValue(name, out var holder) && holder.Until > now)
            {
                return Task.FromResult<IAsyncDisposable?>(null);
            }

            var turn = new Turn(this, name, now + lease);
            turns[name] = turn;
            return Task.FromResult<IAsyncDisposable?>(turn);
        }
    }

    private sealed class Turn(EmbeddedWorkLock owner, string name, DateTimeOffset until) : IAsyncDisposable
    {
        public DateTimeOffset Until { get; } = until;

        public ValueTask DisposeAsync()
        {
            lock (owner.gate)
            {
                // Whoever took over after the lease ran out keeps the lock.
                if (owner.turns.GetValueOrDefault(name) == this)
                {
                    owner.turns.Remove(name);
                }
            }

            return ValueTask.CompletedTask;
        }
    }
}
