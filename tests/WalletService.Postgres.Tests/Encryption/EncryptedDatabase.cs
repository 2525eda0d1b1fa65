using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using WalletService.Domain.Ports;
using WalletService.Postgres.Migrations;
using WalletService.Postgres.Tests.Storage;
using WalletService.TestKit.Contracts;
using WalletService.TestKit.Fakes;
using WalletService.TestKit.Fixtures;

namespace WalletService.Postgres.Tests.Encryption;

/// <summary>A database of its own for a test class, and the one vault whose data keys are in it.</summary>
public sealed class EncryptedDatabase : IAsyncLifetime
{
    private readonly PostgresDatabase database = new();

    public FakeKeyWrapper Vault { get; } = new();

    public string ConnectionString => database.ConnectionString;

    public Task InitializeAsync() => database.InitializeAsync();

    public Task DisposeAsync() => database.DisposeAsync();

    /// <summary>The store as an instance opens it.</summary>
    internal async Task<StorageUnderTest> OpenAsync(TimeProvider time)
    {
        await using (var plain = PostgresStorage.Services(ConnectionString, time))
        {
            await plain.GetRequiredService<PostgresMigrator>().MigrateAsync(default);
        }

        return PostgresStorage.Open(Services(time), ConnectionString);
    }

    /// <summary>The services of one more instance.</summary>
    internal ServiceProvider Services(TimeProvider time) => PostgresStorage.Services(
        ConnectionString, time, services => services.AddSingleton(new KeyWrappers(Vault, [Vault])));

    internal async Task<T> ReadAsync<T>(string sql, object parameters)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        return await connection.QuerySingleAsync<T>(sql, parameters);
    }

    internal async Task ExecuteAsync(string sql, object parameters)
    {
        await using var connection = new NpgsqlConnection(ConnectionString);
        await connection.ExecuteAsync(sql, parameters);
    }
}
