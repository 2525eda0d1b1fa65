using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using WalletService.Domain.Policies;
using WalletService.Domain.Ports;
using WalletService.Postgres.Tests.Storage;
using WalletService.TestKit.Contracts;
using WalletService.TestKit.Contracts.Anomalies;
using WalletService.TestKit.Fixtures;
using WalletService.TestKit.Time;

namespace WalletService.Postgres.Tests.Anomalies;

public sealed class PostgresPaymentHistoryTests(PostgresDatabase database) : PaymentHistoryContract, IClassFixture<PostgresDatabase>
{
    private const int Payments = 40;

    [Fact]
    public async Task Histories_that_are_asked_for_at_once_take_one_round_trip()
    {
        await using var services = PostgresStorage.Services(database.ConnectionString, Time, ("LockTimeout", "00:00:30"), ("CommandTimeout", "00:01:00"));
        using var counted = RoundTrips.Count(services);
        var history = services.GetRequiredService<IPaymentHistory>();
        var wallet = await CreateWalletAsync();
        var payment = new NewPayment(wallet.UserId, wallet.Id, Source: null, [new AssetMovement(Asset.Sol, 1, Recipient)], Time.GetUtcNow());

        Task[] asked;
        await using (var holder = new NpgsqlConnection(database.ConnectionString))
        {
            await holder.OpenAsync();
            await using var held = await holder.BeginTransactionAsync();
            await holder.ExecuteAsync("LOCK TABLE transfers IN ACCESS EXCLUSIVE MODE", transaction: held);
            var first = history.ReadAsync(payment, default);
            await using var observer = new NpgsqlConnection(database.ConnectionString);
            await Eventually.BecomesTrueAsync(async () => await observer.ExecuteScalarAsync<int>(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") == 1);
            asked = [first, .. Enumerable.Range(0, Payments).Select(_ => history.ReadAsync(payment, default))];
            await held.RollbackAsync();
        }

        await Task.WhenAll(asked);

        // The first on its own, the others together.
        Assert.Equal(2, counted.Of("payments.history.query"));
    }

    [Fact]
    public async Task Rows_that_an_older_version_writes_during_an_upgrade_get_their_user()
    {
        var wallet = await CreateWalletAsync();
        var part = await ReadyBatchAsync(wallet, Recipient);
        await using var connection = new NpgsqlConnection(database.ConnectionString);

        var users = await connection.QueryAsync<string>(
            """
            INSERT INTO batch_rows (batch_id, number, recipient, quantity)
            SELECT batch_id, 2, @recipient, '1' FROM batch_parts WHERE transaction_id = @id;
            SELECT row.user_id FROM batch_rows AS row JOIN batch_parts AS part ON part.batch_id = row.batch_id WHERE part.transaction_id = @id
            """,
            new { recipient = Recipient.Value, id = part.Id.Value });

        Assert.Equal([wallet.UserId.Value, wallet.UserId.Value], users);
    }

    protected override Task<StorageUnderTest> OpenAsync(TimeProvider time) =>
        PostgresStorage.OpenAsync(database.ConnectionString, time);
}
