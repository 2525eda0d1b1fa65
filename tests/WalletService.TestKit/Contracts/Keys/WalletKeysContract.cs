using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Solana;
using Xunit;

namespace WalletService.TestKit.Contracts.Keys;

/// <summary>What every adapter of <see cref="IWalletKeys"/> must do, and the fake too.</summary>
public abstract class WalletKeysContract
{
    private static readonly byte[] Message = "the bytes of a message"u8.ToArray();
    private static readonly CancellationToken None = CancellationToken.None;

    /// <summary>The adapter under test, ready for use; one and the same within a test.</summary>
    protected abstract IWalletKeys Keys { get; }

    [Fact]
    public async Task Creates_a_key_whose_address_is_on_the_curve()
    {
        var key = await Keys.CreateAsync(NewWallet(), None);

        Assert.True(Ed25519.IsOnCurve(key.Address.Bytes.Span));
        Assert.Contains(key.ProtectionLevel, new[] { "SOFTWARE", "HSM" });
        Assert.NotEmpty(key.KeyVersionName);
    }

    [Fact]
    public async Task Returns_the_same_key_when_creation_is_repeated()
    {
        var wallet = NewWallet();

        Assert.Equal(await Keys.CreateAsync(wallet, None), await Keys.CreateAsync(wallet, None));
    }

    [Fact]
    public async Task Returns_one_key_to_creations_at_the_same_time()
    {
        var wallet = NewWallet();

        var keys = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Keys.CreateAsync(wallet, None)));

        Assert.Single(keys.Distinct());
    }

    [Fact]
    public async Task Makes_further_keys_of_a_wallet_each_once()
    {
        var wallet = NewWallet();
        var first = await Keys.CreateAsync(wallet, None);
        var second = await Keys.RenewAsync(wallet, 2, None);
        var third = await Keys.RenewAsync(wallet, 3, None);

        Assert.Equal(3, new[] { first, second, third }.Select(key => key.Address).Distinct().Count());
        Assert.Equal(second, await Keys.RenewAsync(wallet, 2, None));
        Assert.Equal(first, await Keys.CreateAsync(wallet, None));
    }

    [Fact]
    public async Task Signs_with_each_key_of_a_wallet_and_with_no_other()
    {
        var wallet = NewWallet();
        var first = await Keys.CreateAsync(wallet, None);
        var second = await Keys.RenewAsync(wallet, 2, None);
        foreach (var key in new[] { first, second })
        {
            var signature = await Keys.SignAsync(wallet, key, Message, None);
            Assert.True(Ed25519.Verify(key.Address.Bytes.Span, Message, signature));
        }

        var other = NewWallet();
        await Keys.CreateAsync(other, None);
        var stranger = await Assert.ThrowsAsync<KeyUnusableException>(() => Keys.SignAsync(other, second, Message, None));
        var mixed = await Assert.ThrowsAsync<KeyUnusableException>(
            () => Keys.SignAsync(wallet, first with { KeyVersionName = second.KeyVersionName }, Message, None));
        Assert.True(stranger.IsMismatch && mixed.IsMismatch);
    }

    [Fact]
    public async Task Gives_different_wallets_different_keys()
    {
        var first = await Keys.CreateAsync(NewWallet(), None);
        var second = await Keys.CreateAsync(NewWallet(), None);

        Assert.NotEqual(first.Address, second.Address);
        Assert.NotEqual(first.KeyVersionName, second.KeyVersionName);
    }

    /// <summary>From one byte to the longest message of a transaction of version 1 with one signature.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(255)]
    [InlineData(1167)]
    [InlineData(4032)]
    public async Task Signs_exactly_the_message(int length)
    {
        var wallet = NewWallet();
        var key = await Keys.CreateAsync(wallet, None);
        var message = Enumerable.Range(0, length).Select(index => (byte)(index * 7)).ToArray();

        var signature = await Keys.SignAsync(wallet, key, message, None);

        Assert.Equal(Ed25519.SignatureLength, signature.Length);
        Assert.True(Ed25519.Verify(key.Address.Bytes.Span, message, signature));
        Assert.False(Ed25519.Verify(key.Address.Bytes.Span, [.. message, 0], signature));
    }

    [Fact]
    public async Task Gives_the_same_signature_when_signing_is_repeated()
    {
        var wallet = NewWallet();
        var key = await Keys.CreateAsync(wallet, None);

        Assert.Equal(await Keys.SignAsync(wallet, key, Message, None), await Keys.SignAsync(wallet, key, Message, None));
    }

    [Fact]
    public async Task Refuses_to_sign_an_empty_message()
    {
        var wallet = NewWallet();
        var key = await Keys.CreateAsync(wallet, None);

        await Assert.ThrowsAsync<ArgumentException>(() => Keys.SignAsync(wallet, key, ReadOnlyMemory<byte>.Empty, None));
    }

    [Fact]
    public async Task Refuses_a_key_version_that_it_does_not_hold()
    {
        var wallet = NewWallet();
        var key = await Keys.CreateAsync(wallet, None);
        var other = NewWallet();
        var missing = key with { KeyVersionName = key.KeyVersionName.Replace(wallet.ToString(), other.ToString(), StringComparison.Ordinal) };

        await Assert.ThrowsAsync<KeyUnusableException>(() => Keys.SignAsync(other, missing, Message, None));
    }

    [Fact]
    public async Task Refuses_a_name_that_is_no_name_of_a_key_version()
    {
        var wallet = NewWallet();
        var key = await Keys.CreateAsync(wallet, None);

        await Assert.ThrowsAsync<KeyUnusableException>(() => Keys.SignAsync(wallet, key with { KeyVersionName = "../secrets" }, Message, None));
    }

    [Fact]
    public async Task Returns_no_signature_that_does_not_belong_to_the_address()
    {
        var wallet = NewWallet();
        var key = await Keys.CreateAsync(wallet, None);
        var other = await Keys.CreateAsync(NewWallet(), None);

        var failure = await Assert.ThrowsAsync<KeyUnusableException>(
            () => Keys.SignAsync(wallet, key with { Address = other.Address }, Message, None));

        Assert.Equal(KeyUnusableException.WrongKey, failure.Reason);
    }

    [Fact]
    public async Task Refuses_the_key_of_another_wallet_and_a_name_of_it()
    {
        var wallet = NewWallet();
        var key = await Keys.CreateAsync(wallet, None);
        var other = await Keys.CreateAsync(NewWallet(), None);

        var whole = await Assert.ThrowsAsync<KeyUnusableException>(() => Keys.SignAsync(wallet, other, Message, None));
        var name = await Assert.ThrowsAsync<KeyUnusableException>(
            () => Keys.SignAsync(wallet, key with { KeyVersionName = other.KeyVersionName }, Message, None));

        Assert.All([whole, name], failure => Assert.True(failure.IsMismatch));
    }

    [Fact]
    public async Task Confirms_each_key_of_a_wallet()
    {
        var wallet = NewWallet();

        await Keys.CheckAsync(wallet, await Keys.CreateAsync(wallet, None), None);
        await Keys.CheckAsync(wallet, await Keys.RenewAsync(wallet, 2, None), None);
    }

    [Fact]
    public async Task Confirms_no_key_that_was_altered()
    {
        var wallet = NewWallet();
        var first = await Keys.CreateAsync(wallet, None);
        var second = await Keys.RenewAsync(wallet, 2, None);
        var other = await Keys.CreateAsync(NewWallet(), None);
        var altered = new[]
        {
            other,
            first with { Address = other.Address },
            first with { Address = second.Address },
            first with { KeyVersionName = second.KeyVersionName },
            first with { KeyVersionName = other.KeyVersionName },
        };

        // Also what has just been confirmed is not believed under another address.
        await Keys.CheckAsync(wallet, first, None);
        foreach (var key in altered)
        {
            var failure = await Assert.ThrowsAsync<KeyUnusableException>(() => Keys.CheckAsync(wallet, key, None));
            Assert.True(failure.IsMismatch, failure.Message);
        }

        await Assert.ThrowsAsync<KeyUnusableException>(
            () => Keys.CheckAsync(wallet, first with { KeyVersionName = "../secrets" }, None));
    }

    [Fact]
    public async Task Stops_when_it_is_cancelled()
    {
        var wallet = NewWallet();
        var key = await Keys.CreateAsync(wallet, None);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Keys.CreateAsync(NewWallet(), cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Keys.SignAsync(wallet, key, Message, cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Keys.CheckAsync(wallet, key, cancelled.Token));
    }

    private static WalletId NewWallet() => WalletId.New(TimeProvider.System);
}
