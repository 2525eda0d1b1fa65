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

    protected override Task<StorageUnderTest> OpenAsync(TimeProvider time) =>
        PostgresStorage.OpenAsync(database.ConnectionString, time);
}
