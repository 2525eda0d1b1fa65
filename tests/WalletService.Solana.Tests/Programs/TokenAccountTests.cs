using WalletService.Solana.Programs;

namespace WalletService.Solana.Tests.Programs;

public sealed class TokenAccountTests
{
    [Fact]
    public void Reads_a_plain_account()
    {
        Assert.True(TokenAccount.TryParse(TokenLayouts.Account(ulong.MaxValue), out var account));
        Assert.Equal(TestKeys.Address1, account.Mint);
        Assert.Equal(TestKeys.Address2, account.Owner);
        Assert.Equal(ulong.MaxValue, account.Amount);
        Assert.Equal(TokenAccountState.Initialized, account.State);
        Assert.Null(account.Delegate);
        Assert.Null(account.CloseAuthority);
        Assert.Null(account.NativeRentReserve);
        Assert.Empty(account.Extensions);
    }

    [Fact]
    public void Reads_delegate_rent_reserve_and_close_authority()
    {
        var data = TokenLayouts.Account(5, state: 2);
        data[72] = 1;
        TestKeys.Address3.Span.CopyTo(data.AsSpan(76));
        data[109] = 1;
        data[113] = 7;
        data[121] = 9;
        data[129] = 1;
        TestKeys.Address1.Span.CopyTo(data.AsSpan(133));
        Assert.True(TokenAccount.TryParse(data, out var account));
        Assert.Equal(TokenAccountState.Frozen, account.State);
        Assert.Equal(TestKeys.Address3, account.Delegate);
        Assert.Equal(7UL, account.NativeRentReserve);
        Assert.Equal(9UL, account.DelegatedAmount);
        Assert.Equal(TestKeys.Address1, account.CloseAuthority);
    }

    [Theory]
    [InlineData(108, 0)]
    [InlineData(108, 3)]
    [InlineData(72, 2)]
    [InlineData(112, 1)]
    [InlineData(131, 1)]
    public void Refuses_uninitialised_state_and_bad_option_tags(int offset, byte value)
    {
        var data = TokenLayouts.Account(1);
        data[offset] = value;
        Assert.False(TokenAccount.TryParse(data, out _));
    }

    [Fact]
    public void Refuses_other_lengths()
    {
        var data = TokenLayouts.Account(1);
        Assert.False(TokenAccount.TryParse(data.AsSpan(0, 164), out _));
        Assert.False(TokenAccount.TryParse([.. data, 1], out _));
        Assert.False(TokenAccount.TryParse(TokenLayouts.Mint(1, 6), out _));
        Assert.True(TokenAccount.TryParse([.. data, 2], out _));

        // 355 bytes are a multisig account.
        byte[] multisig = [.. data, 2, .. new byte[355 - 166]];
        Assert.False(TokenAccount.TryParse(multisig, out _));
        Assert.True(TokenAccount.TryParse([.. multisig, 0], out _));
    }

    [Fact]
    public void Reads_the_extensions_of_an_account()
    {
        var data = TokenLayouts.Extend(TokenLayouts.Account(1), kind: 2, (7, []), (2, new byte[8]), (900, [1, 2]));
        Assert.True(TokenAccount.TryParse(data, out var account));
        Assert.Equal(
            [TokenExtensionType.ImmutableOwner, TokenExtensionType.TransferFeeAmount, null],
            account.Extensions.Select(extension => extension.KnownType));
        Assert.Equal([1, 2], account.Extensions[2].Data.ToArray());
        Assert.True(TokenAccount.TryParse([.. data, 0, 0, 9, 9, 9], out account));
        Assert.Equal(3, account.Extensions.Count);
        Assert.False(TokenAccount.TryParse([.. data, 7, 0, 0], out _));
        Assert.False(TokenAccount.TryParse([.. data, 7, 0, 1, 0], out _));
        Assert.False(TokenAccount.TryParse(
            TokenLayouts.Extend(TokenLayouts.Account(1), 2, [.. Enumerable.Repeat(((ushort)7, Array.Empty<byte>()), 65)]), out _));
    }

    [Fact]
    public void Reads_a_mint_and_its_metadata()
    {
        Assert.True(Mint.TryParse(TokenLayouts.Mint(1000, 6), out var plain));
        Assert.Equal(1000UL, plain.Supply);
        Assert.Equal(6, plain.Decimals);
        Assert.Equal(TestKeys.Address1, plain.MintAuthority);
        Assert.Null(plain.FreezeAuthority);
        Assert.Null(plain.Metadata);

        var data = TokenLayouts.Extend(
            TokenLayouts.Mint(1, 2), kind: 1, (18, new byte[64]), (19, TokenLayouts.Metadata("Grün", "GRN", "https://example.test")));
        Assert.True(Mint.TryParse(data, out var mint));
        Assert.Equal(new TokenMetadata(TestKeys.Address3, "Grün", "GRN", "https://example.test"), mint.Metadata);
    }

    [Fact]
    public void Refuses_what_is_no_mint()
    {
        var data = TokenLayouts.Mint(1, 6);
        data[45] = 0;
        Assert.False(Mint.TryParse(data, out _));
        Assert.False(Mint.TryParse(TokenLayouts.Account(1), out _));
        Assert.False(Mint.TryParse(TokenLayouts.Extend(TokenLayouts.Mint(1, 6), kind: 2), out _));
        var padded = TokenLayouts.Extend(TokenLayouts.Mint(1, 6), kind: 1);
        padded[100] = 1;
        Assert.False(Mint.TryParse(padded, out _));
    }

    [Fact]
    public void Gives_no_metadata_when_it_cannot_be_read()
    {
        var metadata = TokenLayouts.Metadata("Name", "N", "u");
        Assert.False(TokenMetadata.TryParse(metadata.AsSpan(0, 63), out _));
        Assert.False(TokenMetadata.TryParse(metadata.AsSpan(0, 70), out _));
        metadata[68] = 0xff;
        Assert.False(TokenMetadata.TryParse(metadata, out _));
        Assert.False(TokenMetadata.TryParse(TokenLayouts.Metadata(new string('n', 1025), "N", "u"), out _));
    }

    [Fact]
    public void Reads_a_lookup_table()
    {
        byte[] data = [1, 0, 0, 0, .. new byte[52], .. TestKeys.Address1.Span, .. TestKeys.Address2.Span];
        Assert.True(AddressLookupTable.TryParse(TestKeys.Address3, data, out var table));
        Assert.Equal([TestKeys.Address1, TestKeys.Address2], table.Addresses);
        Assert.False(AddressLookupTable.TryParse(TestKeys.Address3, data.AsSpan(0, 80), out _));
        data[0] = 0;
        Assert.False(AddressLookupTable.TryParse(TestKeys.Address3, data, out _));
    }
}
