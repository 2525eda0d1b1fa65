using System.Security.Cryptography;
using WalletService.Domain.Keys;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.TestKit.Fakes;
using Xunit;

namespace WalletService.TestKit.Contracts.Keys;

/// <summary>What every <see cref="IKeyPool"/> does, together with the store of wallets that takes from it.</summary>
public abstract class KeyPoolContract : StorageContract
{
    private readonly KeyPoolOptions options = new() { Size = 3, RefillInterval = TimeSpan.FromSeconds(2), Patience = TimeSpan.FromMinutes(2) };
    private readonly FakeWalletKeys keys = new($"test{RandomNumberGenerator.GetString("abcdefghij", 12)}");

    [Fact]
    public async Task Is_filled_to_its_size_and_no_further()
    {
        await FillAsync();

        Assert.False(await Filler().StepAsync(default));
        Assert.Equal(options.Size, await Storage.KeyPool.CountAsync(keys.Provider, default));
    }

    [Fact]
    public async Task Keeps_all_instances_together_to_one_pace()
    {
        var made = await InParallelAsync(8, _ => Filler().StepAsync(default));
        var tooSoon = await Filler().StepAsync(default);
        Time.Advance(options.RefillInterval);
        var inTime = await Filler().StepAsync(default);

        Assert.Single(made, wasMade => wasMade);
        Assert.False(tooSoon);
        Assert.True(inTime);
    }

    [Fact]
    public async Task Gives_a_wallet_the_key_that_was_made_for_its_id()
    {
        await FillAsync();
        var user = NewUser();

        var wallet = await TakeAsync(user, "create-1");

        Assert.Equal(await keys.CreateAsync(wallet.Id, default), wallet.Key);
        Assert.True(wallet.IsActive);
        Assert.Equal(wallet, await Storage.Wallets.FindAsync(user, wallet.Id, default));
        Assert.Equal(["wallet.created"], await AuditActionsAsync(wallet));
        Assert.Equal(["created"], await EventTypesAsync(wallet));
        Assert.False((await TakeAsync(user, "create-2")).IsActive);
    }

    [Fact]
    public async Task Gives_each_key_once_whatever_is_asked_at_once()
    {
        await FillAsync();
        var user = NewUser();

        var reservations = await InParallelAsync(8, number => ReserveAsync(user, $"create-{number}"));

        var wallets = reservations.OfType<WalletReservation.Completed>().Select(reservation => reservation.Wallet).ToArray();
        Assert.Equal(options.Size, wallets.DistinctBy(wallet => wallet.Address).Count());
        Assert.Equal(options.Size, wallets.Length);
        Assert.Single(wallets, wallet => wallet.IsActive);
        Assert.Equal(8 - options.Size, reservations.OfType<WalletReservation.Reserved>().Count());
        Assert.Equal(0, await Storage.KeyPool.CountAsync(keys.Provider, default));
    }

    [Fact]
    public async Task Gives_a_request_that_comes_again_the_same_wallet_and_takes_no_second_key()
    {
        await FillAsync();
        var user = NewUser();

        var reservations = await InParallelAsync(4, _ => ReserveAsync(user, "create-1"));

        Assert.Single(reservations.Select(reservation => Assert.IsType<WalletReservation.Completed>(reservation).Wallet.Id).Distinct());
        Assert.Equal(options.Size - 1, await Storage.KeyPool.CountAsync(keys.Provider, default));
    }

    [Fact]
    public async Task Gives_nothing_to_a_request_that_was_reserved_before_or_conflicts()
    {
        var user = NewUser();
        var reserved = await ReserveAsync(user, "create-1");
        await FillAsync();

        Assert.Equal(reserved, await ReserveAsync(user, "create-1"));
        Assert.IsType<WalletReservation.Conflict>(
            await Storage.Wallets.ReserveAsync(NewWallet(user, "create-1", "Other") with { KeyProvider = keys.Provider }, default));
        Assert.Equal(options.Size, await Storage.KeyPool.CountAsync(keys.Provider, default));
    }

    [Fact]
    public async Task Gives_no_key_of_another_provider()
    {
        await FillAsync();

        var other = await Storage.Wallets.ReserveAsync(NewWallet(NewUser()) with { KeyProvider = "another" }, default);
        var none = await Storage.Wallets.ReserveAsync(NewWallet(NewUser()), default);

        Assert.All([other, none], reservation => Assert.IsType<WalletReservation.Reserved>(reservation));
    }

    /// <summary>An instance ends after the id is on record, before or after the vault has made the key.</summary>
    [Fact]
    public async Task Has_a_key_that_never_came_made_by_another_under_the_same_id()
    {
        keys.Failure = new PortUnavailableException("kms", "The instance ends here.");
        await Assert.ThrowsAsync<PortUnavailableException>(() => Filler().StepAsync(default));
        keys.Failure = null;
        Time.Advance(options.Patience);

        var abandoned = await Storage.KeyPool.ReserveAsync(WalletId.New(Time), keys.Provider, options, default);
        var tooSoon = await Storage.KeyPool.ReserveAsync(WalletId.New(Time), keys.Provider, new() { Size = 1 }, default);
        await Storage.KeyPool.AddAsync(abandoned!, await keys.CreateAsync(abandoned!, default), default);

        Assert.Null(tooSoon);
        Assert.Equal(abandoned, (await TakeAsync(NewUser(), "create-1")).Id);
    }

    [Fact]
    public async Task Adds_a_key_once()
    {
        var id = await Storage.KeyPool.ReserveAsync(WalletId.New(Time), keys.Provider, options, default);
        var key = await keys.CreateAsync(id!, default);
        await Storage.KeyPool.AddAsync(id!, key, default);
        await TakeAsync(NewUser(), "create-1");

        await Storage.KeyPool.AddAsync(id!, key, default);

        Assert.Equal(0, await Storage.KeyPool.CountAsync(keys.Provider, default));
    }

    private KeyPoolFiller Filler() => new(Storage.KeyPool, keys, options, Time);

    private async Task FillAsync()
    {
        for (var key = 0; key < options.Size; key++)
        {
            Assert.True(await Filler().StepAsync(default));
            Time.Advance(options.RefillInterval);
        }
    }

    private Task<WalletReservation> ReserveAsync(UserId user, string key) =>
        Storage.Wallets.ReserveAsync(NewWallet(user, key) with { KeyProvider = keys.Provider }, default);

    private async Task<Wallet> TakeAsync(UserId user, string key) =>
        Assert.IsType<WalletReservation.Completed>(await ReserveAsync(user, key)).Wallet;
}
