using WalletService.TestKit.Servers;
using Xunit;

namespace WalletService.TestKit.Fixtures;

/// <summary>A key prefix of its own in the assembly's Redis, for one test class: <c>IClassFixture&lt;RedisKeySpace&gt;</c>.</summary>
public sealed class RedisKeySpace : IAsyncLifetime
{
    private static int _made;

    private RedisServer? _server;

    /// <summary>What every key of the test class begins with.</summary>
    public string KeyPrefix { get; } = $"test-{Interlocked.Increment(ref _made)}:";

    /// <summary>Host and port, as <c>Redis:Endpoint</c> takes them.</summary>
    public string Endpoint => Server.Endpoint;

    /// <summary>The server's password.</summary>
    public string Password => Server.Password;

    private RedisServer Server => _server ?? throw new InvalidOperationException("Redis was not started.");

    /// <inheritdoc/>
    public async Task InitializeAsync() => _server = await SharedServers.RedisAsync();

    /// <inheritdoc/>
    public Task DisposeAsync() => Task.CompletedTask;
}
