using WalletService.TestKit.Servers;
using Xunit;

namespace WalletService.TestKit.Fixtures;

/// <summary>An empty database of the assembly's PostgreSQL, for one test class: <c>IClassFixture&lt;PostgresDatabase&gt;</c>.</summary>
public sealed class PostgresDatabase : IAsyncLifetime
{
    private string? _connectionString;

    /// <summary>The connection string to the database.</summary>
    public string ConnectionString => _connectionString ?? throw new InvalidOperationException("The database was not created.");

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        PostgresServer server = await SharedServers.PostgresAsync();
        _connectionString = await server.CreateDatabaseAsync();
    }

    /// <inheritdoc/>
    public Task DisposeAsync() => Task.CompletedTask;
}
