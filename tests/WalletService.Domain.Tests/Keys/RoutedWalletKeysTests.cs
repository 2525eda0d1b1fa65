using WalletService.Domain.Keys;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.TestKit.Fakes;

namespace WalletService.Domain.Tests.Keys;

public sealed class RoutedWalletKeysTests
{
    private readonly FakeWalletKeys former = new("former");
    private readonly FakeWalletKeys present = new("present");
    private readonly WalletId wallet = WalletId.New(TimeProvider.System);

    [Fact]
    public async Task New_keys_are_made_by_the_chosen_provider_and_say_so()
    {
        var key = await new RoutedWalletKeys([former, present], "present").CreateAsync(wallet, default);

        Assert.Equal("present", key.Provider);
        Assert.Equal(key, await present.CreateAsync(wallet, default));
    }

    [Fact]
    public async Task A_key_signs_where_it_was_made()
    {
        var key = await former.CreateAsync(wallet, default);

        await new RoutedWalletKeys([former, present], "present").SignAsync(wallet, key, new byte[] { 1 }, default);

        Assert.Equal((1, 0), (former.SignCalls, present.SignCalls));
    }

    [Fact]
    public async Task A_key_of_a_provider_that_is_not_served_is_unusable()
    {
        var key = await former.CreateAsync(wallet, default);

        var failure = await Assert.ThrowsAsync<KeyUnusableException>(
            () => new RoutedWalletKeys([present], "present").SignAsync(wallet, key, new byte[] { 1 }, default));

        Assert.Equal("unknown_provider", failure.Reason);
    }
}
