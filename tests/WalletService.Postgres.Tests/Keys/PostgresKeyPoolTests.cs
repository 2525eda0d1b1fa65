using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using WalletService.Domain.Keys;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Postgres.Tests.Storage;
using WalletService.TestKit.Contracts;
using WalletService.TestKit.Contracts.Keys;
using WalletService.TestKit.Fakes;
using WalletService.TestKit.Fixtures;

namespace WalletService.Postgres.Tests.Keys;

public sealed class PostgresKeyPoolTests(PostgresDatabase database) : KeyPoolContract, IClassFixture<PostgresDatabase>
{
    [Fact]
    public async Task A_wallet_of_a_prepared_key_takes_two_round_trips_and_no_call_of_the_vault()
    {
        await using var services = PostgresStorage.Services(database.ConnectionString, Time);
        var keys = new FakeWalletKeys("roundtrips");
        await new KeyPoolFiller(services.GetRequiredService<IKeyPool>(), keys, new KeyPoolOptions { Size = 1 }, Time).StepAsync(default);
        var create = new CreateWalletService(services.GetRequiredService<IWalletStore>(), keys, Time);
        var roundTrips = 0L;
        using var listener = Listen(services.GetRequiredService<IMeterFactory>(), value => Interlocked.Add(ref roundTrips, value));
        keys.Failure = new PortUnavailableException("kms", "The vault is away.");

        var wallet = await create.CreateAsync(CallerId.Unidentified, NewUser(), WalletLabel.Parse("Savings"), IdempotencyKey.Parse("create-1"), default);

        Assert.True(wallet.TryGetValue(out _, out _));
        Assert.Equal(2, roundTrips);
    }

    protected override Task<StorageUnderTest> OpenAsync(TimeProvider time) =>
        PostgresStorage.OpenAsync(database.ConnectionString, time);

    private static MeterListener Listen(IMeterFactory factory, Action<long> add)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Scope == factory && instrument.Name == "wallet_sql_round_trips")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => add(value));
        listener.Start();
        return listener;
    }
}
