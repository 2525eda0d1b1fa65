using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using WalletService.Domain.Addresses;
using WalletService.Domain.Auditing;
using WalletService.Domain.Events;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Postgres.Encryption;
using WalletService.TestKit.Contracts;

namespace WalletService.Postgres.Tests.Encryption;

/// <summary>Labels and names are encrypted in the database, bound to their rows, and read without asking the vault each time.</summary>
public sealed class NameEncryptionTests(EncryptedDatabase database) : StorageContract, IClassFixture<EncryptedDatabase>
{
    private const string Label = "Holiday in Zürich";

    private static readonly AddressName Bob = AddressName.Parse("bob-the-builder");

    [Fact]
    public async Task A_label_is_stored_encrypted_and_read_as_it_was_given()
    {
        var wallet = await CreateLabelledAsync();

        var (text, hidden) = await StoredAsync(wallet);
        Assert.Equal("(encrypted)", text);
        Assert.NotNull(hidden);
        Assert.Equal(Label, wallet.Label.Value);
        Assert.Equal(Label, await LabelAsync(wallet));
        using var told = JsonDocument.Parse((await EventsAsync(wallet))[0].Data);
        Assert.Equal(Label, told.RootElement.GetProperty("label").GetString());
    }

    [Fact]
    public async Task Equal_labels_are_stored_differently() =>
        Assert.NotEqual(
            (await StoredAsync(await CreateLabelledAsync())).Sealed, (await StoredAsync(await CreateLabelledAsync())).Sealed);

    [Fact]
    public async Task The_vault_is_not_asked_for_each_name()
    {
        var wallet = await CreateLabelledAsync();
        var before = database.Vault.Calls;

        for (var number = 0; number < 20; number++)
        {
            await CreateLabelledAsync();
            await LabelAsync(wallet);
            await Storage.Addresses.AddAsync(Caller, wallet.UserId, Entry($"name-{number}"), default);
        }

        Assert.Equal(before, database.Vault.Calls);
    }

    [Fact]
    public async Task A_label_that_was_moved_to_another_wallet_is_not_read_and_keeps_nobody_from_paying()
    {
        var (one, other) = (await CreateLabelledAsync(), await CreateLabelledAsync());
        await database.ExecuteAsync(
            "UPDATE wallets SET label_sealed = (SELECT label_sealed FROM wallets WHERE id = @one) WHERE id = @other",
            new { one = one.Id.Value, other = other.Id.Value });

        var found = await Storage.Wallets.FindAsync(other.UserId, other.Id, default);

        Assert.Equal(other.Key, found!.Key);
        Assert.False(found.Label.IsReadable);
        Assert.Throws<InvalidDataException>(() => found.Label.Value);
    }

    [Fact]
    public async Task An_address_that_was_exchanged_under_a_name_is_refused()
    {
        var user = NewUser();
        await Storage.Addresses.AddAsync(Caller, user, Entry(Bob.Value), default);
        await database.ExecuteAsync(
            "UPDATE addresses SET address = @other WHERE user_id = @user", new { user = user.Value, other = NewKey().Address.Value });

        await Assert.ThrowsAsync<InvalidDataException>(() => Storage.Addresses.FindAsync(user, [Bob], default));
    }

    [Fact]
    public async Task A_name_is_found_by_what_tells_nothing_of_it()
    {
        var (user, other) = (NewUser(), NewUser());
        await Storage.Addresses.AddAsync(Caller, user, Entry(Bob.Value), default);
        await Storage.Addresses.AddAsync(Caller, other, Entry(Bob.Value), default);

        Assert.Equal(Recipient, Assert.Single(await Storage.Addresses.FindAsync(user, [Bob], default)).Address);
        var stored = await database.ReadAsync<string>(
            "SELECT string_agg(DISTINCT name, ' ') FROM addresses WHERE user_id = ANY (@users)", new { users = new[] { user.Value, other.Value } });
        Assert.DoesNotContain(Bob.Value, stored, StringComparison.Ordinal);
        Assert.Equal(2, stored.Split(' ').Length);
    }

    [Fact]
    public async Task While_the_vault_is_away_at_the_start_wallets_can_pay_and_be_frozen_but_their_labels_are_not_told()
    {
        var wallet = await CreateLabelledAsync();
        database.Vault.IsAway = true;
        try
        {
            await using var services = database.Services(Time);
            var found = await services.GetRequiredService<IWalletStore>().FindAsync(wallet.UserId, wallet.Id, default);

            Assert.Equal(wallet.Key, found!.Key);
            Assert.Throws<PortUnavailableException>(() => found.Label.Value);
            var frozen = await services.GetRequiredService<IWalletChanges>().ChangeAsync(
                wallet.UserId,
                wallet.Id,
                state => new WalletChange.To(
                    state.Wallet with { Status = WalletStatus.Frozen }, ManagementAudit.WalletFrozen(Caller, "lost"), WalletEvents.Frozen(state.Wallet)),
                default);
            Assert.True(frozen.TryGetValue(out var after, out _));
            Assert.Equal(WalletStatus.Frozen, after.Status);
            await Assert.ThrowsAsync<PortUnavailableException>(
                () => services.GetRequiredService<IWalletStore>().ReserveAsync(NewWallet(NewUser()), default));
            await Assert.ThrowsAsync<PortUnavailableException>(
                () => services.GetRequiredService<IAddressBook>().FindAsync(wallet.UserId, [Bob], default));
        }
        finally
        {
            database.Vault.IsAway = false;
        }

        Assert.Equal(Label, await LabelAsync(wallet));
        Assert.DoesNotContain("label", (await EventsAsync(wallet))[^1].Data, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_stored_in_the_clear_is_read_found_and_then_encrypted()
    {
        var wallet = await CreateLabelledAsync();
        await database.ExecuteAsync("UPDATE wallets SET label = 'plain label', label_sealed = NULL WHERE id = @id", new { id = wallet.Id.Value });
        await database.ExecuteAsync(
            """UPDATE outbox SET data = data || '{"label": "plain label"}', label_sealed = NULL WHERE wallet_id = @id""", new { id = wallet.Id.Value });
        await database.ExecuteAsync(
            "INSERT INTO addresses (user_id, name, address, added_at) VALUES (@user, @name, @address, now())",
            new { user = wallet.UserId.Value, name = "plain-name", address = Recipient.Value });
        var name = AddressName.Parse("plain-name");
        Assert.Equal("plain label", await LabelAsync(wallet));
        Assert.Single(await Storage.Addresses.FindAsync(wallet.UserId, [name], default));
        Assert.IsType<AddressAdmission.Kept>(await Storage.Addresses.AddAsync(Caller, wallet.UserId, Entry(name.Value), default));

        var report = await RewrapAsync(rotate: false);

        Assert.True(report.Fields >= 3);
        Assert.Equal(0, report.Left);
        Assert.Equal("(encrypted)", (await StoredAsync(wallet)).Label);
        Assert.Equal("plain label", await LabelAsync(wallet));
        Assert.Single(await Storage.Addresses.FindAsync(wallet.UserId, [name], default));
        Assert.Contains("plain label", (await EventsAsync(wallet))[0].Data, StringComparison.Ordinal);
        Assert.DoesNotContain("plain", await DumpAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_label_that_an_older_instance_wrote_counts()
    {
        var wallet = await CreateLabelledAsync();
        await database.ExecuteAsync("UPDATE wallets SET label = 'Renamed' WHERE id = @id", new { id = wallet.Id.Value });

        Assert.Equal("Renamed", await LabelAsync(wallet));
    }

    [Fact]
    public async Task Everything_is_moved_to_a_new_key_and_wrapped_by_the_newest_version()
    {
        var wallet = await CreateLabelledAsync();
        await Storage.Addresses.AddAsync(Caller, wallet.UserId, Entry(Bob.Value), default);
        var before = await database.ReadAsync<int>("SELECT max(id) FROM data_keys", new { });
        database.Vault.Version = 2;

        var report = await RewrapAsync(rotate: true);

        Assert.True(report.Keys >= 3);
        Assert.True(report.Fields >= 2);
        Assert.Equal(0, report.Left);
        Assert.Equal("fake/2", await database.ReadAsync<string>("SELECT string_agg(DISTINCT wrapped_by, ' ') FROM data_keys", new { }));
        Assert.Equal(DataKey.HeaderOf(before + 1), (await StoredAsync(wallet)).Sealed!.Take(DataKey.HeaderLength));
        Assert.Equal(Label, await LabelAsync(wallet));
        Assert.Single(await Storage.Addresses.FindAsync(wallet.UserId, [Bob], default));
        var entry = await Storage.AuditTrail.FindNewestAsync(AuditActions.DataRewrapped, default);
        Assert.Equal("true", entry!.Details["rotated"]);
        Assert.NotNull(await Storage.AuditTrail.FindNewestAsync(AuditActions.DataKeyAdded, default));
    }

    [Fact]
    public async Task Instances_that_begin_at_once_share_their_keys()
    {
        await database.ExecuteAsync("UPDATE data_keys SET retired_at = now()", new { });

        var ids = await InParallelAsync(6, async _ =>
        {
            await using var services = database.Services(Time);
            var ring = services.GetRequiredService<DataKeyRing>();
            await ring.LoadAsync(default);
            return ring.Current!.Id;
        });

        Assert.Single(ids.Distinct());
    }

    [Fact]
    public async Task A_stolen_dump_of_the_database_shows_no_label_and_no_name()
    {
        // Long enough that no key, hash or sealed field of the dump holds one by chance.
        string[] names = ["Divorce-lawyer", "Secret-daughter", "bail-bondsman", "loan-shark-uncle"];
        var wallet = await CreateLabelledAsync(names[0]);
        await Storage.WalletChanges.ChangeAsync(
            wallet.UserId,
            wallet.Id,
            state => Renamed(state.Wallet with { Label = WalletLabel.Parse(names[1]) }),
            default);
        await Storage.Wallets.ActivateAsync(Caller, wallet.UserId, wallet.Id, default);
        await Storage.Addresses.AddAsync(Caller, wallet.UserId, Entry(names[2]), default);
        await Storage.Addresses.RemoveAsync(Caller, wallet.UserId, AddressName.Parse(names[2]), default);
        await Storage.Addresses.AddAsync(Caller, wallet.UserId, Entry(names[3]), default);

        var dump = await DumpAsync();

        Assert.Contains(wallet.Address.Value, dump, StringComparison.Ordinal);
        Assert.All(names, name =>
        {
            Assert.DoesNotContain(name, dump, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(Convert.ToHexStringLower(Encoding.UTF8.GetBytes(name)), dump, StringComparison.OrdinalIgnoreCase);
        });
    }

    protected override Task<StorageUnderTest> OpenAsync(TimeProvider time) => database.OpenAsync(time);

    private static WalletChange Renamed(Wallet wallet) =>
        new WalletChange.To(wallet, ManagementAudit.WalletRenamed(Caller), WalletEvents.Renamed(wallet));

    private AddressEntry Entry(string name) => new(AddressName.Parse(name), Recipient, Time.GetUtcNow());

    private async Task<RewrapReport> RewrapAsync(bool rotate)
    {
        await using var services = database.Services(Time);
        return await services.GetRequiredService<IDataKeys>().RewrapAsync(rotate, default);
    }

    private async Task<Wallet> CreateLabelledAsync(string label = Label)
    {
        var reservation = await Storage.Wallets.ReserveAsync(NewWallet(NewUser(), label: label), default);
        return await Storage.Wallets.CompleteAsync(Assert.IsType<WalletReservation.Reserved>(reservation).WalletId, NewKey(), default);
    }

    private async Task<string?> LabelAsync(Wallet wallet) => (await Storage.Wallets.FindAsync(wallet.UserId, wallet.Id, default))?.Label.Value;

    private Task<(string Label, byte[]? Sealed)> StoredAsync(Wallet wallet) => database.ReadAsync<(string, byte[]?)>(
        "SELECT label, label_sealed FROM wallets WHERE id = @id", new { id = wallet.Id.Value });

    /// <summary>Every row of every table, as text.</summary>
    private async Task<string> DumpAsync()
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        var tables = new List<string>();
        await using (var command = new NpgsqlCommand("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'", connection))
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                tables.Add(reader.GetString(0));
            }
        }

        var rows = new List<string>();
        foreach (var table in tables)
        {
            using var copy = await connection.BeginTextExportAsync($"COPY {table} TO STDOUT");
            rows.Add(await copy.ReadToEndAsync());
        }

        return string.Join('\n', rows);
    }
}
