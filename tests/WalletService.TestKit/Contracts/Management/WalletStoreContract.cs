using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using Xunit;

namespace WalletService.TestKit.Contracts.Management;

/// <summary>What every <see cref="IWalletStore"/> does.</summary>
public abstract class WalletStoreContract : StorageContract
{
    [Fact]
    public async Task Keeps_one_id_for_one_request()
    {
        var user = NewUser();

        var first = await Storage.Wallets.ReserveAsync(NewWallet(user), default);
        var again = await Storage.Wallets.ReserveAsync(NewWallet(user), default);

        Assert.Equal(first, again);
    }

    [Fact]
    public async Task Gives_requests_that_come_at_once_one_id()
    {
        var user = NewUser();

        var reservations = await InParallelAsync(16, _ => Storage.Wallets.ReserveAsync(NewWallet(user), default));

        Assert.Single(reservations.Distinct());
        Assert.IsType<WalletReservation.Reserved>(reservations[0]);
    }

    [Fact]
    public async Task Refuses_a_key_that_comes_with_other_content()
    {
        var user = NewUser();
        await Storage.Wallets.ReserveAsync(NewWallet(user, label: "Savings"), default);

        var other = await Storage.Wallets.ReserveAsync(NewWallet(user, label: "Spendings"), default);

        Assert.IsType<WalletReservation.Conflict>(other);
    }

    [Fact]
    public async Task Refuses_a_key_that_was_used_for_a_transfer()
    {
        var wallet = await CreateWalletAsync();
        await ReceivedAsync(wallet, "shared-key");

        var reservation = await Storage.Wallets.ReserveAsync(NewWallet(wallet.UserId, "shared-key"), default);

        Assert.IsType<WalletReservation.Conflict>(reservation);
    }

    [Fact]
    public async Task Keeps_the_keys_of_users_apart()
    {
        var first = await Storage.Wallets.ReserveAsync(NewWallet(NewUser(), "same"), default);
        var second = await Storage.Wallets.ReserveAsync(NewWallet(NewUser(), "same", "Other"), default);

        Assert.NotEqual(
            Assert.IsType<WalletReservation.Reserved>(first).WalletId,
            Assert.IsType<WalletReservation.Reserved>(second).WalletId);
    }

    [Fact]
    public async Task Hides_a_reserved_wallet()
    {
        var request = NewWallet(NewUser());
        await Storage.Wallets.ReserveAsync(request, default);

        Assert.Null(await Storage.Wallets.FindAsync(request.UserId, request.Id, default));
        Assert.Null(await Storage.Wallets.ActivateAsync(Caller, request.UserId, request.Id, default));
        Assert.Empty((await Storage.Wallets.ListAsync(request.UserId, 10, null, default)).Wallets);
    }

    [Fact]
    public async Task Shows_a_completed_wallet_with_all_that_was_given()
    {
        var request = NewWallet(NewUser(), label: "Zürich 🏦");
        await Storage.Wallets.ReserveAsync(request, default);
        var key = NewKey();

        var wallet = await Storage.Wallets.CompleteAsync(request.Id, key, default);

        var expected = new Wallet
        {
            Id = request.Id,
            UserId = request.UserId,
            Label = request.Label,
            Key = key,
            Status = WalletStatus.Open,
            IsActive = true,
            CreatedAt = request.CreatedAt,
        };
        Assert.Equal(expected, wallet);
        Assert.Equal(expected, await Storage.Wallets.FindAsync(request.UserId, request.Id, default));
        Assert.Equal([expected], (await Storage.Wallets.ListAsync(request.UserId, 10, null, default)).Wallets);
    }

    [Fact]
    public async Task Answers_a_repeated_request_with_the_wallet_it_made()
    {
        var user = NewUser();
        var wallet = await CreateWalletAsync(user);

        var again = await Storage.Wallets.ReserveAsync(NewWallet(user), default);

        Assert.Equal(new WalletReservation.Completed(wallet), again);
    }

    [Fact]
    public async Task Completes_a_wallet_once()
    {
        var wallet = await CreateWalletAsync();

        var again = await Storage.Wallets.CompleteAsync(wallet.Id, NewKey(), default);

        Assert.Equal(wallet, again);
        Assert.Equal(["created"], await EventTypesAsync(wallet));
        Assert.Equal(["wallet.created"], await AuditActionsAsync(wallet));
    }

    [Fact]
    public async Task Completing_what_was_never_reserved_is_a_bug()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() => Storage.Wallets.CompleteAsync(WalletId.New(Time), NewKey(), default));
    }

    [Fact]
    public async Task Makes_only_the_first_of_a_users_wallets_active()
    {
        var user = NewUser();

        Assert.True((await CreateWalletAsync(user, "one")).IsActive);
        Assert.False((await CreateWalletAsync(user, "two")).IsActive);
    }

    [Fact]
    public async Task Makes_one_of_wallets_completed_at_once_active()
    {
        var user = NewUser();

        var wallets = await InParallelAsync(8, number => CreateWalletAsync(user, $"create-{number}"));

        Assert.Single(wallets, wallet => wallet.IsActive);
    }

    [Fact]
    public async Task Activating_a_wallet_deactivates_the_one_before()
    {
        var user = NewUser();
        var first = await CreateWalletAsync(user, "one");
        var second = await CreateWalletAsync(user, "two");

        var activated = await Storage.Wallets.ActivateAsync(Caller, user, second.Id, default);

        Assert.Equal(second with { IsActive = true }, activated);
        Assert.Equal(first with { IsActive = false }, await Storage.Wallets.FindAsync(user, first.Id, default));
        Assert.Equal(["created", "activated"], await EventTypesAsync(second));
        Assert.Equal(["wallet.created", "wallet.activated"], await AuditActionsAsync(second));
    }

    [Fact]
    public async Task Activating_the_active_wallet_changes_nothing()
    {
        var wallet = await CreateWalletAsync();

        Assert.Equal(wallet, await Storage.Wallets.ActivateAsync(Caller, wallet.UserId, wallet.Id, default));
        Assert.Equal(["created"], await EventTypesAsync(wallet));
    }

    [Fact]
    public async Task Leaves_one_wallet_active_whatever_is_activated_at_once()
    {
        var user = NewUser();
        var wallets = new List<Wallet>();
        for (var number = 0; number < 4; number++)
        {
            wallets.Add(await CreateWalletAsync(user, $"create-{number}"));
        }

        var activated = await InParallelAsync(24, number => Storage.Wallets.ActivateAsync(Caller, user, wallets[number % 4].Id, default));

        Assert.All(activated, wallet => Assert.True(wallet!.IsActive));
        Assert.Single((await Storage.Wallets.ListAsync(user, 10, null, default)).Wallets, wallet => wallet.IsActive);
    }

    [Fact]
    public async Task Treats_the_wallet_of_another_user_as_missing()
    {
        var wallet = await CreateWalletAsync();
        var stranger = NewUser();

        Assert.Null(await Storage.Wallets.FindAsync(stranger, wallet.Id, default));
        Assert.Null(await Storage.Wallets.ActivateAsync(Caller, stranger, wallet.Id, default));
        Assert.Empty((await Storage.Wallets.ListAsync(stranger, 10, null, default)).Wallets);
        Assert.Empty((await Storage.Wallets.ListAsync(stranger, 10, wallet.Id, default)).Wallets);
    }

    [Fact]
    public async Task Lists_oldest_first_and_page_by_page()
    {
        var user = NewUser();
        var made = new List<Wallet>();
        for (var number = 0; number < 5; number++)
        {
            Time.Advance(TimeSpan.FromSeconds(1));
            made.Add(await CreateWalletAsync(user, $"create-{number}"));
        }

        var first = await Storage.Wallets.ListAsync(user, 2, null, default);
        var second = await Storage.Wallets.ListAsync(user, 2, first.Next, default);
        var third = await Storage.Wallets.ListAsync(user, 2, second.Next, default);

        Assert.Equal(made, [.. first.Wallets, .. second.Wallets, .. third.Wallets]);
        Assert.Equal(made[1].Id, first.Next);
        Assert.Equal(made[3].Id, second.Next);
        Assert.Null(third.Next);
    }

    [Fact]
    public async Task Says_that_a_full_last_page_is_the_last()
    {
        var wallet = await CreateWalletAsync();

        Assert.Null((await Storage.Wallets.ListAsync(wallet.UserId, 1, null, default)).Next);
    }

    [Fact]
    public async Task Is_healthy()
    {
        var state = await Storage.Probe.ProbeAsync(default);

        Assert.True(state.Healthy, state.Detail);
        Assert.True(Storage.Probe.Essential);
    }
}
