using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.KmsEmulator.Faults;

namespace WalletService.Kms.Google.Tests;

/// <summary>The end of a key: which version is destroyed, and which never.</summary>
public sealed class DestructionTests
{
    private const string Destroy = "cryptoKeyVersions.destroy";
    private const string Patch = "cryptoKeyVersions.patch";

    [Fact]
    public async Task A_version_is_disabled_and_scheduled_once()
    {
        await using var kms = await Kms.StartAsync();
        var key = await kms.NewKeyAsync();

        var first = await ScheduleAsync(kms, kms.WalletOf(key), key);

        Assert.Equal(first, await ScheduleAsync(kms, kms.WalletOf(key), key));
        Assert.Equal((1, 1), (kms.Count(Patch), kms.Count(Destroy)));
        var failure = await Assert.ThrowsAsync<KeyUnusableException>(() => kms.SignAsync(key, "a message"u8.ToArray()));
        Assert.False(failure.IsMismatch);
    }

    [Fact]
    public async Task Another_wallets_version_and_one_with_another_address_are_kept()
    {
        await using var kms = await Kms.StartAsync();
        var key = await kms.NewKeyAsync();
        var other = await kms.NewKeyAsync();

        var byName = await Assert.ThrowsAsync<KeyUnusableException>(() => ScheduleAsync(kms, kms.WalletOf(key), other));
        var byAddress = await Assert.ThrowsAsync<KeyUnusableException>(
            () => ScheduleAsync(kms, kms.WalletOf(key), key with { Address = other.Address }));

        Assert.Equal((KeyUnusableException.WrongWallet, KeyUnusableException.WrongKey), (byName.Reason, byAddress.Reason));
        Assert.Equal((0, 0), (kms.Count(Patch), kms.Count(Destroy)));
    }

    [Fact]
    public async Task Of_two_versions_of_one_wallet_that_were_swapped_neither_is_touched()
    {
        await using var kms = await Kms.StartAsync();
        var retired = await kms.NewKeyAsync();
        var wallet = kms.WalletOf(retired);
        var current = await kms.Keys.RenewAsync(wallet, 2, default);

        foreach (var swapped in new[] { retired with { Address = current.Address }, current with { Address = retired.Address } })
        {
            var failure = await Assert.ThrowsAsync<KeyUnusableException>(() => ScheduleAsync(kms, wallet, swapped));
            Assert.Equal(KeyUnusableException.WrongKey, failure.Reason);
        }

        Assert.Equal((0, 0), (kms.Count(Patch), kms.Count(Destroy)));
    }

    [Fact]
    public async Task What_does_not_show_its_public_key_is_kept()
    {
        await using var kms = await Kms.StartAsync();
        var key = await kms.NewKeyAsync();
        kms.Plan(FaultKind.RateLimited, Kms.GetPublicKey, times: 0);

        await Assert.ThrowsAsync<PortUnavailableException>(() => ScheduleAsync(kms, kms.WalletOf(key), key));

        Assert.Equal((0, 0), (kms.Count(Patch), kms.Count(Destroy)));
    }

    [Fact]
    public async Task A_disabled_version_has_to_be_enabled_first()
    {
        await using var kms = await Kms.StartAsync();
        var key = await kms.NewKeyAsync();
        await SetStateAsync(kms, key, "DISABLED");

        var failure = await Assert.ThrowsAsync<KeyUnusableException>(() => ScheduleAsync(kms, kms.WalletOf(key), key));

        Assert.Equal("disabled", failure.Reason);
        Assert.Equal(0, kms.Count(Destroy));
        await SetStateAsync(kms, key, "ENABLED");
        await ScheduleAsync(kms, kms.WalletOf(key), key);
        Assert.Equal(1, kms.Count(Destroy));
    }

    private static Task<DateTimeOffset> ScheduleAsync(Kms kms, WalletId wallet, WalletKey key) =>
        kms.Get<IKeyDestruction>().ScheduleAsync(wallet, key, default);

    private static Task SetStateAsync(Kms kms, WalletKey key, string state) =>
        kms.SendAsync(HttpMethod.Patch, key.KeyVersionName + "?updateMask=state", new() { ["state"] = state });
}
