using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Postgres.Tests.Storage;
using WalletService.TestKit.Contracts;
using WalletService.TestKit.Fixtures;
using WalletService.TestKit.Time;

namespace WalletService.Postgres.Tests.Transactions;

/// <summary>Changes that are written by one transaction: what happens to one of them happens to no other.</summary>
public sealed class GatheredChangesTests(PostgresDatabase database) : StorageContract, IClassFixture<PostgresDatabase>
{
    private const int Callers = 40;

    public override async Task DisposeAsync()
    {
        await ExecuteAsync("DROP TRIGGER IF EXISTS on_transfer ON transfers");
        await base.DisposeAsync();
    }

    [Fact]
    public async Task Changes_that_come_at_once_share_their_round_trips()
    {
        var wallet = await CreateWalletAsync();
        await using var services = PostgresStorage.Services(database.ConnectionString, Time, ("LockTimeout", "00:00:30"), ("CommandTimeout", "00:01:00"));
        var measured = new ConcurrentDictionary<string, long>();
        using var listener = Listen(services.GetRequiredService<IMeterFactory>(), measured);
        var transfers = services.GetRequiredService<ITransferStore>();

        await using (var held = await HeldWallets.HoldAsync(database.ConnectionString))
        {
            var first = transfers.AddAsync(NewTransfer(wallet, "first"), Owner, Lease, default);
            await held.WaitForAsync(transactions: 1);
            var others = AddManyAsync(transfers, wallet);
            await held.DisposeAsync();
            await Task.WhenAll([first, .. others]);
        }

        // The first on its own, the others together: one round trip to lock and read, one to write and commit.
        Assert.Equal(4, measured["wallet_sql_round_trips changes"]);
        Assert.Equal(Callers + 1, measured["wallet_sql_batch_size changes"]);
        Assert.Equal(Callers + 1, measured["wallet_postgres_calls transfer.add"]);
        Assert.Equal(2 + Callers, (await AuditActionsAsync(wallet)).Length);
    }

    [Fact]
    public async Task A_change_that_the_database_refuses_fails_alone()
    {
        var wallet = await CreateWalletAsync();
        await OnTransferAsync("BEFORE INSERT", "IF NEW.idempotency_key = 'pay-13' THEN RAISE EXCEPTION 'refused' USING ERRCODE = 'check_violation'; END IF; RETURN NEW;");

        var failures = await AddTogetherAsync(wallet);

        Assert.Equal(PostgresErrorCodes.CheckViolation, Assert.IsType<PostgresException>(failures[13]).SqlState);
        Assert.Equal(Callers - 1, failures.Count(failure => failure is null));
        Assert.Equal(Callers, (await AuditActionsAsync(wallet)).Length);
    }

    [Fact]
    public async Task A_commit_without_an_answer_leaves_the_outcome_of_all_its_changes_unknown()
    {
        var wallet = await CreateWalletAsync();
        await OnTransferAsync("AFTER INSERT", "PERFORM pg_sleep(120); RETURN NULL;", "CONSTRAINT", "DEFERRABLE INITIALLY DEFERRED");

        var adding = AddTogetherAsync(wallet);
        await Eventually.BecomesTrueAsync(async () =>
        {
            await ExecuteAsync(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'");
            return adding.IsCompleted;
        });

        Assert.All(await adding, failure => Assert.IsType<OutcomeUnknownException>(failure));
        Assert.Equal(["wallet.created"], await AuditActionsAsync(wallet));
    }

    [Fact]
    public async Task A_wallet_that_another_holds_keeps_no_other_wallet_waiting_for_ever()
    {
        var held = await CreateWalletAsync();
        var others = new List<Wallet>();
        for (var number = 0; number < 12; number++)
        {
            others.Add(await CreateWalletAsync());
        }

        await using var impatient = PostgresStorage.Services(database.ConnectionString, Time, ("LockTimeout", "00:00:00.3"));
        var transfers = impatient.GetRequiredService<ITransferStore>();
        await using var holder = new NpgsqlConnection(database.ConnectionString);
        await holder.OpenAsync();
        await using var transaction = await holder.BeginTransactionAsync();
        await holder.ExecuteAsync("SELECT 1 FROM wallets WHERE id = @id FOR UPDATE", new { id = held.Id.Value }, transaction);

        var failures = await InParallelAsync(13, number => Record.ExceptionAsync(() => transfers.AddAsync(
            NewTransfer(number == 0 ? held : others[number - 1]), Owner, Lease, default)));

        Assert.IsType<PortUnavailableException>(failures[0]);
        Assert.All(failures[1..], Assert.Null);
    }

    [Fact]
    public async Task A_caller_who_gives_up_gives_up_for_nobody_else()
    {
        var wallet = await CreateWalletAsync();
        using var giveUp = new CancellationTokenSource();
        Task<TransferAdmission> first, second, third;
        await using (var held = await HeldWallets.HoldAsync(database.ConnectionString))
        {
            first = Storage.Transfers.AddAsync(NewTransfer(wallet, "first"), Owner, Lease, giveUp.Token);
            await held.WaitForAsync(transactions: 1);
            second = Storage.Transfers.AddAsync(NewTransfer(wallet, "second"), Owner, Lease, giveUp.Token);
            third = Storage.Transfers.AddAsync(NewTransfer(wallet, "third"), Owner, Lease, default);
            await giveUp.CancelAsync();

            // Nothing of it has begun, so it can say at once that nothing happened.
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        }

        // What is under way is waited for.
        Assert.IsType<TransferAdmission.Added>(await first);
        Assert.IsType<TransferAdmission.Added>(await third);
        Assert.Equal(["wallet.created", "transfer.received", "transfer.received"], await AuditActionsAsync(wallet));
    }

    [Fact]
    public async Task Instances_that_work_on_the_same_rows_do_not_wait_in_a_circle()
    {
        var user = NewUser();
        var wallets = new List<Wallet>();
        for (var number = 0; number < 10; number++)
        {
            wallets.Add(await CreateWalletAsync(user, $"create-{number}"));
        }

        await using var other = await OpenAsync(Time);
        var admissions = await InParallelAsync(240, async number =>
        {
            var storage = number % 2 == 0 ? Storage : other;
            var wallet = wallets[number / 2 % wallets.Count];
            var admission = await storage.Transfers.AddAsync(NewTransfer(wallet, $"pay-{number / 2}"), Owner, Lease, default);
            if (admission is TransferAdmission.Added added)
            {
                await storage.Transfers.DecideAsync(added.Transfer, _ => Accept(), default);
                if (number % 8 < 2)
                {
                    await storage.Wallets.ActivateAsync(CallerId.Unidentified, user, wallet.Id, default);
                }

                await storage.Queue.RenewAsync(Owner, [added.Transfer.Id], Lease, default);
            }

            return admission;
        });

        Assert.Equal(120, admissions.OfType<TransferAdmission.Added>().Count());
        Assert.Equal(120, admissions.OfType<TransferAdmission.Existing>().Count());
        Assert.Equal(0, await ExecuteAsync("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"));
        foreach (var wallet in wallets)
        {
            Assert.Equal(12, (await AuditActionsAsync(wallet)).Count(action => action == "transfer.decided"));
            Assert.Equal(12, (await EventTypesAsync(wallet)).Count(type => type == "prepared"));
        }
    }

    [Fact]
    public async Task One_key_that_comes_to_two_instances_for_two_wallets_is_used_once()
    {
        var user = NewUser();
        var wallets = new[] { await CreateWalletAsync(user, "one"), await CreateWalletAsync(user, "two") };
        await using var other = await OpenAsync(Time);

        var admissions = await InParallelAsync(100, number => (number % 2 == 0 ? Storage : other).Transfers.AddAsync(
            NewTransfer(wallets[number % 2], $"pay-{number / 2}"), Owner, Lease, default));

        Assert.Equal(50, admissions.OfType<TransferAdmission.Added>().Count());
        Assert.Equal(50, admissions.OfType<TransferAdmission.Conflict>().Count());
    }

    protected override Task<StorageUnderTest> OpenAsync(TimeProvider time) => PostgresStorage.OpenAsync(
        database.ConnectionString, time, ("LockTimeout", "00:00:30"), ("CommandTimeout", "00:01:00"), ("ConnectTimeout", "00:00:30"));

    private Task<TransferAdmission>[] AddManyAsync(ITransferStore transfers, Wallet wallet) =>
        [.. Enumerable.Range(0, Callers).Select(number => transfers.AddAsync(NewTransfer(wallet, $"pay-{number}"), Owner, Lease, default))];

    /// <summary>Adds transfers with the keys <c>pay-0</c> and on, those after the first in one transaction; returns what failed.</summary>
    private async Task<Exception?[]> AddTogetherAsync(Wallet wallet)
    {
        Task<TransferAdmission>[] adding;
        await using (var held = await HeldWallets.HoldAsync(database.ConnectionString))
        {
            adding = AddManyAsync(Storage.Transfers, wallet);
            await held.WaitForAsync(transactions: 1);
        }

        return await Task.WhenAll(adding.Select(call => Record.ExceptionAsync(() => call)));
    }

    private static MeterListener Listen(IMeterFactory factory, ConcurrentDictionary<string, long> measured)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Scope == factory)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.Start();
        return listener;

        void Add(Instrument instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
            measured.AddOrUpdate($"{instrument.Name} {tags[0].Value}", value, (_, sum) => sum + value);
    }

    private Task OnTransferAsync(string when, string body, string kind = "", string deferred = "") => ExecuteAsync(
        $"""
        CREATE OR REPLACE FUNCTION on_transfer() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$;
        CREATE {kind} TRIGGER on_transfer {when} ON transfers {deferred} FOR EACH ROW EXECUTE FUNCTION on_transfer();
        """);

    private async Task<long> ExecuteAsync(string statements)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        return await connection.ExecuteScalarAsync<long?>(statements) ?? 0;
    }
}
