using System.Security.Authentication;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using WalletService.Postgres.Connections;
using WalletService.TestKit.Servers;

namespace WalletService.Postgres.Tests.Connections;

/// <summary>A real PostgreSQL with a certificate of a private authority for <c>localhost</c>.</summary>
public sealed class PostgresTlsTests : IAsyncLifetime
{
    private readonly TestAuthority authority = new();
    private PostgresServer? server;

    public async Task InitializeAsync() => server = await PostgresServer.StartAsync(authority.Issue());

    public async Task DisposeAsync()
    {
        await server!.DisposeAsync();
        authority.Dispose();
    }

    [Fact]
    public async Task Is_used_over_TLS_when_the_authority_vouches_for_its_name()
    {
        await using var connections = Connect("localhost", authority.AuthorityFile);
        foreach (var source in new[] { connections.Source, connections.Dedicated })
        {
            await using var command = source.CreateCommand("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()");
            Assert.Equal("True", (await command.ExecuteScalarAsync())?.ToString());
        }
    }

    [Fact]
    public async Task Is_refused_when_its_name_or_its_authority_is_another()
    {
        using var other = new TestAuthority();
        await AssertRefusedAsync("127.0.0.1", authority.AuthorityFile);
        await AssertRefusedAsync("localhost", other.AuthorityFile);
        await AssertRefusedAsync("localhost", null);
    }

    private async Task AssertRefusedAsync(string host, string? authorityFile)
    {
        await using var connections = Connect(host, authorityFile);
        await using var command = connections.Source.CreateCommand("SELECT 1");
        var refused = await Assert.ThrowsAnyAsync<NpgsqlException>(() => command.ExecuteScalarAsync());
        Assert.IsType<AuthenticationException>(refused.InnerException);
    }

    private PostgresConnections Connect(string host, string? authorityFile)
    {
        var connection = new NpgsqlConnectionStringBuilder(server!.ConnectionStringTo("postgres"))
        {
            Host = host,
            SslMode = SslMode.VerifyFull,
            RootCertificate = authorityFile,
        };
        return new PostgresConnections(
            Options.Create(new PostgresOptions { ConnectionString = connection.ConnectionString }), NullLoggerFactory.Instance);
    }
}
