using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using WalletService.Domain.Ports;
using WalletService.TestKit.Servers;

namespace WalletService.Kms.Software.Tests;

/// <summary>Data keys are wrapped under the passphrase of the software keys' directory.</summary>
public sealed class SoftwareKeyWrapperTests
{
    private static readonly byte[] DataKey = RandomNumberGenerator.GetBytes(32);

    [Fact]
    public async Task A_wrapped_key_outlives_the_process_and_opens_for_its_purpose_only()
    {
        using var folder = new TemporaryFolder("wrapper");
        WrappedKey wrapped;
        await using (var first = Services(folder.Path))
        {
            wrapped = await Wrapper(first).WrapAsync(DataKey, "data key 1", default);
        }

        await using var second = Services(folder.Path);
        Assert.Equal(DataKey, await Wrapper(second).UnwrapAsync(wrapped.Bytes, "data key 1", default));
        await Assert.ThrowsAsync<KeyUnusableException>(() => Wrapper(second).UnwrapAsync(wrapped.Bytes, "data key 2", default));
        await Assert.ThrowsAsync<KeyUnusableException>(() => Wrapper(second).UnwrapAsync(wrapped.Bytes.AsMemory(0, 20), "data key 1", default));
    }

    [Fact]
    public async Task Keys_in_memory_wrap_nothing()
    {
        await using var services = Services(directory: null);

        await Assert.ThrowsAsync<KeyUnusableException>(() => Wrapper(services).WrapAsync(DataKey, "data key 1", default));
    }

    private static IKeyWrapper Wrapper(ServiceProvider services) => services.GetRequiredService<IKeyWrapper>();

    private static ServiceProvider Services(string? directory) => SoftwareKeysServices.Build(
        environment: null, ("Directory", directory), ("Passphrase", directory is null ? null : SoftwareKeysServices.Passphrase));
}
