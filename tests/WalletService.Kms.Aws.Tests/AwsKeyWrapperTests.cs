using System.Security.Cryptography;
using WalletService.Domain.Ports;

namespace WalletService.Kms.Aws.Tests;

/// <summary>Data keys are wrapped by a symmetric key of AWS KMS.</summary>
public sealed class AwsKeyWrapperTests
{
    private static readonly byte[] DataKey = RandomNumberGenerator.GetBytes(32);

    [Fact]
    public async Task A_wrapped_key_is_unwrapped_for_the_same_purpose_only()
    {
        await using var vault = await AwsKmsVault.StartAsync();

        var wrapped = await vault.Wrapper.WrapAsync(DataKey, "data key 1", default);

        Assert.Equal("arn:aws:kms:eu-central-2:111122223333:key/data", wrapped.WrappedBy);
        Assert.Equal(DataKey, await vault.Wrapper.UnwrapAsync(wrapped.Bytes, "data key 1", default));
        await Assert.ThrowsAsync<KeyUnusableException>(() => vault.Wrapper.UnwrapAsync(wrapped.Bytes, "data key 2", default));
    }

    [Fact]
    public async Task A_vault_that_is_away_is_told_from_one_that_refuses()
    {
        await using var vault = await AwsKmsVault.StartAsync();
        vault.Aws.Fault = _ => (503, "KMSInternalException");
        await Assert.ThrowsAsync<PortUnavailableException>(() => vault.Wrapper.WrapAsync(DataKey, "data key 1", default));

        vault.Aws.Fault = _ => (400, "AccessDeniedException");
        await Assert.ThrowsAsync<KeyUnusableException>(() => vault.Wrapper.WrapAsync(DataKey, "data key 1", default));
    }
}
