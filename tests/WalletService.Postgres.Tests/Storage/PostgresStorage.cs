using System.Text.Json;
using Dapper;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using WalletService.Domain.Auditing;
using WalletService.Domain.Events;
using WalletService.Domain.Management;
using WalletService.Domain.Values;
using WalletService.Postgres.Encryption;
using WalletService.Postgres.Events;
using WalletService.Postgres.Migrations;
using WalletService.TestKit.Contracts;
using WalletService.TestKit.Servers;

namespace WalletService.Postgres.Tests.Storage;

/// <summary>The PostgreSQL store as the contract suites see it.</summary>
internal static class PostgresStorage
{
    public static async Task<StorageUnderTest> OpenAsync(
        string connectionString, TimeProvider time, params (string Name, string Value)[] settings)
    {
        await using (var owner = Services(connectionString, time, ("ServiceRole", PostgresServer.ServiceRole), ("AuditorRole", PostgresServer.AuditorRole)))
        {
            await owner.GetRequiredService<PostgresMigrator>().MigrateAsync(default);
        }

        // As in production: the service does not own what it works on.
        var services = Services(PostgresServer.As(PostgresServer.ServiceRole, connectionString), time, settings);
        return Open(services, connectionString);
    }

    /// <summary>Services of a database that is migrated already.</summary>
    public static StorageUnderTest Open(ServiceProvider services, string connectionString) => new(
        services,
        new Inspection(
            new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString, services.GetRequiredService<FieldCipher>()));

    public static ServiceProvider Services(
        string connectionString, TimeProvider time, params (string Name, string Value)[] settings) =>
        Services(connectionString, time, _ => { }, settings);

    public static ServiceProvider Services(
        string connectionString, TimeProvider time, Action<IServiceCollection> add, params (string Name, string Value)[] settings)
    {
        var section = new ConfigurationBuilder()
            .AddInMemoryCollection(settings
                .Append(("ConnectionString", connectionString))
                .Select(setting => KeyValuePair.Create(setting.Item1, (string?)setting.Item2)))
            .Build();
        var services = new ServiceCollection().AddSingleton(time).AddPostgresStorage(section);
        add(services);
        return services.BuildServiceProvider(validateScopes: true);
    }

    private sealed class Inspection(string connectionString, FieldCipher cipher) : IStorageInspection
    {
        public async Task SetStatusAsync(WalletId walletId, WalletStatus status)
        {
            await using var connection = new NpgsqlConnection(connectionString);
            await connection.ExecuteAsync(
                "UPDATE wallets SET status = @status WHERE id = @id", new { id = walletId.Value, status = status.ToString() });
        }

        public async Task<IReadOnlyList<OutboxEvent>> ReadEventsAsync(WalletId walletId)
        {
            await using var connection = new NpgsqlConnection(connectionString);
            var rows = await connection.QueryAsync<OutboxRow>(
                $"SELECT {OutboxRow.Columns} FROM outbox WHERE wallet_id = @id ORDER BY sequence", new { id = walletId.Value });
            return [.. rows.Select(row => row.ToEvent(cipher))];
        }

        public async Task<IReadOnlyList<AuditEntry>> ReadAuditAsync(WalletId walletId)
        {
            await using var connection = new NpgsqlConnection(connectionString);
            var rows = await connection.QueryAsync<AuditRow>(
                """
                SELECT at, action, user_id AS UserId, transaction_id AS TransactionId, details, previous_hash AS PreviousHash, hash
                FROM audit_log WHERE wallet_id = @id ORDER BY id
                """,
                new { id = walletId.Value });
            return [.. rows.Select(row => row.ToEntry(walletId))];
        }
    }
    private sealed record AuditRow(
        DateTime At, string Action, string UserId, Guid? TransactionId, string Details, string PreviousHash, string Hash)
    {
        public AuditEntry ToEntry(WalletId walletId) => new()
        {
            At = new DateTimeOffset(At, TimeSpan.Zero),
            Action = Action,
            WalletId = walletId,
            UserId = Domain.Values.UserId.Parse(UserId),
            TransactionId = TransactionId is { } id ? Domain.Values.TransactionId.From(id) : null,
            Details = JsonSerializer.Deserialize<Dictionary<string, string>>(Details)!,
            PreviousHash = PreviousHash,
            Hash = Hash,
        };
    }
}
