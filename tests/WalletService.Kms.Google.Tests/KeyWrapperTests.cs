using System.Security.Cryptography;
using WalletService.Domain.Ports;
using WalletService.KmsEmulator.Faults;

namespace WalletService.Kms.Google.Tests;

/// <summary>Data keys are wrapped by a symmetric key of the vault, and what comes back is checked.</summary>
public sealed class KeyWrapperTests
{
    private const string Encrypt = "cryptoKeys.encrypt";
    private const string Decrypt = "cryptoKeys.decrypt";

    private static readonly byte[] DataKey = RandomNumberGenerator.GetBytes(32);

    [Fact]
    public async Task A_wrapped_key_is_unwrapped_by_the_same_vault_for_the_same_purpose()
    {
        await using var kms = await Kms.StartAsync();

        var wrapped = await kms.Wrapper.WrapAsync(DataKey, "data key 1", default);

        Assert.EndsWith("/cryptoKeys/wallet-data/cryptoKeyVersions/1", wrapped.WrappedBy, StringComparison.Ordinal);
        Assert.Equal(DataKey, await kms.Wrapper.UnwrapAsync(wrapped.Bytes, "data key 1", default));
        Assert.DoesNotContain(Convert.ToHexString(DataKey), Convert.ToHexString(wrapped.Bytes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrapped_key_for_another_purpose_or_a_changed_one_is_refused()
    {
        await using var kms = await Kms.StartAsync();
        var wrapped = await kms.Wrapper.WrapAsync(DataKey, "data key 1", default);
        var changed = wrapped.Bytes.ToArray();
        changed[^1] ^= 1;

        await Assert.ThrowsAsync<KeyUnusableException>(() => kms.Wrapper.UnwrapAsync(wrapped.Bytes, "data key 2", default));
        await Assert.ThrowsAsync<KeyUnusableException>(() => kms.Wrapper.UnwrapAsync(changed, "data key 1", default));
    }

    [Theory]
    [InlineData(FaultKind.Unavailable)]
    [InlineData(FaultKind.ConnectionReset)]
    [InlineData(FaultKind.TruncatedJson)]
    [InlineData(FaultKind.EmptyObject)]
    public async Task A_temporary_failure_is_retried(FaultKind fault)
    {
        await using var kms = await Kms.StartAsync();
        await kms.Wrapper.WrapAsync(DataKey, "data key 1", default);
        kms.Plan(fault, Encrypt);
        var wrapped = await kms.Wrapper.WrapAsync(DataKey, "data key 1", default);
        kms.Plan(fault, Decrypt);

        Assert.Equal(DataKey, await kms.Wrapper.UnwrapAsync(wrapped.Bytes, "data key 1", default));
    }
}
