using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Kms.Aws.Tests;

/// <summary>The end of a key: a long wait, in which nothing is signed.</summary>
public sealed class AwsKmsKeyDestructionTests
{
    private static readonly byte[] Message = "the bytes of a message"u8.ToArray();

    [Fact]
    public async Task A_key_is_deleted_after_the_longest_wait_and_signs_nothing_meanwhile()
    {
        await using var vault = await AwsKmsVault.StartAsync();
        var (wallet, key) = await CreateAsync(vault);
        var now = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());
        vault.Aws.Now = () => now;

        Assert.Equal(now.AddDays(30), await vault.Destruction.ScheduleAsync(wallet, key, default));

        Assert.Equal("PendingDeletion", Assert.Single(vault.Aws.Keys).State);
        var failure = await Assert.ThrowsAsync<KeyUnusableException>(() => vault.Keys.SignAsync(wallet, key, Message, default));
        Assert.Equal("wrong_state", failure.Reason);
    }

    [Fact]
    public async Task Of_one_that_is_scheduled_already_it_tells_when()
    {
        await using var vault = await AwsKmsVault.StartAsync();
        var (wallet, key) = await CreateAsync(vault);
        var first = await vault.Destruction.ScheduleAsync(wallet, key, default);

        Assert.Equal(first, await vault.Destruction.ScheduleAsync(wallet, key, default));
        Assert.Single(vault.Aws.Operations, operation => operation == "ScheduleKeyDeletion");
    }

    [Fact]
    public async Task Another_wallets_key_and_one_with_another_address_are_kept()
    {
        await using var vault = await AwsKmsVault.StartAsync();
        var (wallet, key) = await CreateAsync(vault);
        var (other, otherKey) = await CreateAsync(vault);

        var byName = await Assert.ThrowsAsync<KeyUnusableException>(() => vault.Destruction.ScheduleAsync(wallet, otherKey, default));
        var byAddress = await Assert.ThrowsAsync<KeyUnusableException>(
            () => vault.Destruction.ScheduleAsync(other, otherKey with { Address = key.Address }, default));

        Assert.Equal((KeyUnusableException.WrongWallet, KeyUnusableException.WrongKey), (byName.Reason, byAddress.Reason));
        Assert.All(vault.Aws.Keys, kept => Assert.Equal("Enabled", kept.State));
    }

    private static async Task<(WalletId Wallet, WalletKey Key)> CreateAsync(AwsKmsVault vault)
    {
        var wallet = WalletId.New(TimeProvider.System);
        return (wallet, await vault.Keys.CreateAsync(wallet, default));
    }
}
