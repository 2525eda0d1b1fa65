using WalletService.Domain.Auditing;
using WalletService.Domain.Freezes;
using WalletService.Domain.Keys;
using WalletService.Domain.Management;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Embedded.Tests.Storage;
using WalletService.TestKit.Fakes;
using WalletService.TestKit.Time;

namespace WalletService.Embedded.Tests.Keys;

/// <summary>What is made of the keys that a vault still has.</summary>
public sealed class WalletRecoveryTests
{
    private static readonly UserId Alice = UserId.Parse("alice");
    private readonly ManualTimeProvider time = new();
    private readonly FakeWalletKeys keys = new();
    private readonly FakeWalletKeys elsewhere = new();
    private readonly HashSet<SolanaAddress> used = [];

    [Fact]
    public async Task A_wallet_comes_back_with_its_owner_label_and_key()
    {
        var first = await NewKeyAsync();
        var second = await NewKeyAsync();
        var (storage, report) = await RecoverAsync([first, second], [Owner(first), Owner(second, isActive: true)]);
        await using var disposal = storage;

        var found = await storage.Wallets.ListAsync(Alice, 10, null, default);

        Assert.True(report.IsComplete);
        Assert.Equal([(first.Key, false), (second.Key, true)], found.Wallets.Select(wallet => ((WalletKey?)wallet.Key, wallet.IsActive)));
        Assert.Equal("label", found.Wallets[0].Label.Value);
    }

    [Fact]
    public async Task Whose_owner_nobody_knows_is_kept_under_a_frozen_user()
    {
        var key = await NewKeyAsync();
        var (storage, report) = await RecoverAsync([key], []);
        await using var disposal = storage;

        Assert.Equal([key.WalletId!], report.WithoutOwner);
        Assert.NotNull(await storage.Wallets.FindAsync(WalletRecovery.UnknownOwner, key.WalletId!, default));
        Assert.Equal(FreezeTarget.Of(WalletRecovery.UnknownOwner), Assert.Single(await storage.Freezes.ListAsync(default)).Target);
    }

    [Fact]
    public async Task A_prepared_key_that_was_never_used_may_be_somebodys_address_and_is_given_to_nobody_else()
    {
        var unused = await NewKeyAsync() with { IsPrepared = true };
        var paid = await NewKeyAsync() with { IsPrepared = true };
        used.Add(paid.Key!.Address);
        var (storage, report) = await RecoverAsync([unused, paid], []);
        await using var disposal = storage;

        Assert.Equal((1, 1), (report.Wallets, report.SetAside));
        Assert.Equal(0, await storage.KeyPool.CountAsync(keys.Provider, default));
        Assert.Equal(unused.Key, (await storage.Wallets.FindAsync(WalletRecovery.UnknownOwner, unused.WalletId!, default))!.Key);
        Assert.Equal(FreezeTarget.Of(WalletRecovery.UnknownOwner), Assert.Single(await storage.Freezes.ListAsync(default)).Target);
        Assert.Equal([paid.WalletId!], report.WithoutOwner);
    }

    [Fact]
    public async Task The_key_that_signs_the_audit_log_becomes_no_wallet()
    {
        var key = await NewKeyAsync() with { WalletId = AuditCheckpointer.KeyId };
        var (storage, report) = await RecoverAsync([key], []);
        await using var disposal = storage;

        Assert.Equal((0, 0, 0), (report.Wallets, report.WithoutOwner.Count, report.LeftOut.Count));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_two_keys_of_one_wallet_the_known_or_used_one_is_its_own(bool isKnown)
    {
        var unused = await NewKeyAsync();
        var right = unused with { Key = await elsewhere.CreateAsync(unused.WalletId!, default) };
        used.Add(right.Key.Address);
        var owner = Owner(right) with { Address = isKnown ? right.Key.Address : null };
        var (storage, report) = await RecoverAsync([unused, right], [owner]);
        await using var disposal = storage;

        Assert.Equal(right.Key, (await storage.Wallets.FindAsync(Alice, right.WalletId!, default))!.Key);
        Assert.Equal(unused.Key, Assert.Single(report.LeftOut).Key);
    }

    [Fact]
    public async Task What_has_no_usable_key_or_another_address_is_told_as_missing()
    {
        var other = await NewKeyAsync();
        var broken = await NewKeyAsync() with { Key = null, Problem = "It is disabled." };
        var (storage, report) = await RecoverAsync(
            [other, broken], [Owner(other) with { Address = (await NewKeyAsync()).Key!.Address }, new(broken.WalletId!, Alice, WalletLabel.Parse("label"), false, null)]);
        await using var disposal = storage;

        Assert.False(report.IsComplete);
        Assert.Equal([other.WalletId!, broken.WalletId!], report.Missing);
        Assert.Empty((await storage.Wallets.ListAsync(Alice, 10, null, default)).Wallets);
    }

    [Fact]
    public async Task A_wallet_whose_key_was_rotated_has_the_newest_and_its_earlier_addresses()
    {
        var second = await RenewedAsync(await NewKeyAsync(), 2);
        var third = await RenewedAsync(second, 3);

        // The first key was destroyed, and the owner file was written before the last rotation.
        var (storage, report) = await RecoverAsync([third, second], [Owner(second)]);
        await using var disposal = storage;

        Assert.True(report.IsComplete);
        var wallet = (await storage.Wallets.FindAsync(Alice, second.WalletId!, default))!;
        Assert.Equal((third.Key, 3), ((WalletKey?)wallet.Key, wallet.KeyNumber));
        Assert.Equal(
            [(2, second.Key, WalletAddressState.Retired), (3, third.Key, WalletAddressState.Current)],
            (await storage.Rotations.ListAddressesAsync(wallet.Id, default)).Select(known => (known.KeyNumber, (WalletKey?)known.Key, known.State)));
        Assert.Equal(second.Key, Assert.Single(await storage.Retired.ClaimAsync(10, TimeSpan.FromMinutes(1), default)).Address.Key);
    }

    private async Task<RegisteredKey> RenewedAsync(RegisteredKey key, int number) =>
        key with { Key = await keys.RenewAsync(key.WalletId!, number, default), KeyNumber = number };

    private async Task<RegisteredKey> NewKeyAsync()
    {
        time.Advance(TimeSpan.FromSeconds(1));
        var id = WalletId.New(time);
        return new RegisteredKey($"key of {id}", id, await keys.CreateAsync(id, default), IsPrepared: false, time.GetUtcNow(), Problem: null);
    }

    private static WalletOwner Owner(RegisteredKey key, bool isActive = false) =>
        new(key.WalletId!, Alice, WalletLabel.Parse("label"), isActive, key.Key!.Address);

    private async Task<(TestKit.Contracts.StorageUnderTest Storage, RecoveryReport Report)> RecoverAsync(
        RegisteredKey[] register, WalletOwner[] owners)
    {
        var storage = await EmbeddedStorage.OpenAsync(time);
        var recovery = new WalletRecovery(
            storage.Wallets, storage.Rotations, storage.Freezes, (address, _) => Task.FromResult(used.Contains(address)), time);
        return (storage, await recovery.RunAsync(register.ToAsyncEnumerable(), owners.ToDictionary(owner => owner.WalletId), default));
    }
}
