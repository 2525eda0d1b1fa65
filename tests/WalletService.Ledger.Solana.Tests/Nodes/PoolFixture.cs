using System.Collections.Concurrent;
using WalletService.Domain.Events;
using WalletService.Domain.Ports;
using WalletService.TestKit.Servers;

namespace WalletService.Ledger.Solana.Tests.Nodes;

/// <summary>A local network of three nodes for one test class, whose tests run one after another and may do anything to it.</summary>
public sealed class PoolFixture : IAsyncLifetime
{
    public LocalnetProcess Localnet { get; private set; } = null!;

    public async Task InitializeAsync() => Localnet = await LocalnetProcess.StartAsync(50, "--nodes", "3");

    public async Task DisposeAsync() => await Localnet.DisposeAsync();

    /// <summary>A new adapter on all nodes, none of which has a fault.</summary>
    public Task<SolanaLedger> StartLedgerAsync(params (string Name, string Value)[] settings) => StartLedgerAsync(events: null, settings);

    public async Task<SolanaLedger> StartLedgerAsync(IServiceEvents? events, params (string Name, string Value)[] settings)
    {
        await Localnet.ControlAsync("reset-faults");
        await Localnet.ControlAsync("reset-counts");
        return await SolanaLedger.StartPoolAsync(Localnet, handler: null, events, features: null, settings);
    }

    public Task ControlAsync(int node, string fault, string arguments)
    {
        var body = arguments.Length == 2 ? $$"""{"node":{{node}}}""" : $$"""{"node":{{node}},{{arguments[1..]}}""";
        return Localnet.ControlAsync(fault, System.Text.Json.JsonElement.Parse(body));
    }

    /// <summary>How many requests of a method a node has had.</summary>
    public async Task<int> CountAsync(int node, string method)
    {
        var state = await Localnet.ControlAsync("state", new { node });
        return state.GetProperty("requests").TryGetProperty(method, out var count) ? count.GetInt32() : 0;
    }

    /// <summary>Keeps what is told.</summary>
    public sealed class Told : IServiceEvents
    {
        private readonly ConcurrentQueue<EventDraft> told = new();
        private int failures;

        public IReadOnlyCollection<EventDraft> Events => told;

        /// <summary>The next so many events find no database.</summary>
        public void FailNext(int count) => Interlocked.Exchange(ref failures, count);

        public Task AddAsync(IReadOnlyList<EventDraft> drafts, CancellationToken cancellationToken)
        {
            if (Interlocked.Decrement(ref failures) >= 0)
            {
                throw new PortUnavailableException("postgres", "away");
            }

            foreach (var draft in drafts)
            {
                told.Enqueue(draft);
            }

            return Task.CompletedTask;
        }
    }
}
