using System.Buffers.Binary;
using WalletService.Solana.Programs;
using WalletService.Solana.Programs.Extensions;

namespace WalletService.Solana.Tests.Programs.Extensions;

public sealed class ExtensionTests
{
    private static readonly byte[] NoAddress = new byte[32];

    [Fact]
    public void Reads_transfer_fees()
    {
        byte[] value =
        [
            .. TestKeys.Address1.Span, .. NoAddress, .. UInt64(77),
            .. UInt64(1), .. UInt64(1_000), .. UInt16(50),
            .. UInt64(3), .. UInt64(2_000), .. UInt16(10_000),
        ];
        Assert.Equal(
            new TransferFeeConfig(TestKeys.Address1, null, 77, new TransferFee(1, 1_000, 50), new TransferFee(3, 2_000, 10_000)),
            Read((1, value)).TransferFee);
        value[^1] = 0xff;
        Assert.False(TryRead(out _, (1, value)));
    }

    [Fact]
    public void Reads_who_may_do_what()
    {
        var known = Read(
            (3, TestKeys.Address1.ToBytes()),
            (4, [.. TestKeys.Address2.Span, 1, .. NoAddress]),
            (9, []),
            (12, NoAddress),
            (14, [.. TestKeys.Address1.Span, .. TestKeys.Address3.Span]),
            (18, [.. NoAddress, .. TestKeys.Address2.Span]),
            (26, [.. TestKeys.Address2.Span, 1]),
            (28, TestKeys.Address3.ToBytes()));
        Assert.Equal(new ExtensionAuthority(TestKeys.Address1), known.CloseAuthority);
        Assert.Equal(new ConfidentialTransferMint(TestKeys.Address2, AdmitsAllAccounts: true), known.ConfidentialTransfer);
        Assert.True(known.IsNonTransferable);
        Assert.Equal(new ExtensionAuthority(null), known.PermanentDelegate);
        Assert.Equal(new TransferHook(TestKeys.Address1, TestKeys.Address3), known.TransferHook);
        Assert.Equal(new MetadataPointer(null, TestKeys.Address2), known.MetadataPointer);
        Assert.Equal(new PausableConfig(TestKeys.Address2, IsPaused: true), known.Pausable);
        Assert.Equal(new ExtensionAuthority(TestKeys.Address3), known.PermissionedBurn);
        Assert.Null(known.TransferFee);
        Assert.Null(known.DefaultAccountState);
    }

    [Fact]
    public void A_plain_mint_and_a_plain_account_have_none()
    {
        var known = Read();
        Assert.False(known.IsNonTransferable);
        Assert.Null(known.Pausable);
        Assert.Null(known.PermanentDelegate);
        Assert.True(TokenAccount.TryParse(TokenLayouts.Account(1), out var account));
        Assert.False(account.Known.RequiresMemo || account.Known.LocksCpi || account.Known.IsConfidential || account.Known.HasImmutableOwner);
        Assert.True(account.Known.AllowsPlainCredits);
        Assert.Equal(0UL, account.Known.WithheldFee);
    }

    [Fact]
    public void Reads_the_state_that_accounts_begin_in()
    {
        Assert.Equal(TokenAccountState.Frozen, Read((6, [2])).DefaultAccountState);
        Assert.Equal(TokenAccountState.Initialized, Read((6, [1])).DefaultAccountState);
        Assert.False(TryRead(out _, (6, [0])));
        Assert.False(TryRead(out _, (6, [3])));
    }

    [Fact]
    public void Reads_the_extensions_of_a_token_account()
    {
        var confidential = new byte[295];
        var data = TokenLayouts.Extend(
            TokenLayouts.Account(1), kind: 2, (2, UInt64(9)), (5, confidential), (7, []), (8, [1]), (11, [1]), (13, []));
        Assert.True(TokenAccount.TryParse(data, out var account));
        Assert.Equal(9UL, account.Known.WithheldFee);
        Assert.True(account.Known.RequiresMemo && account.Known.LocksCpi && account.Known.HasImmutableOwner);
        Assert.True(account.Known.IsNonTransferable && account.Known.IsConfidential);
        Assert.False(account.Known.AllowsPlainCredits);

        confidential[262] = 1;
        data = TokenLayouts.Extend(TokenLayouts.Account(1), kind: 2, (5, confidential), (8, [0]));
        Assert.True(TokenAccount.TryParse(data, out account));
        Assert.True(account.Known.AllowsPlainCredits);
        Assert.False(account.Known.RequiresMemo);
    }

    [Theory]
    [InlineData(1, 107)]
    [InlineData(9, 1)]
    [InlineData(14, 65)]
    [InlineData(25, 55)]
    [InlineData(26, 34)]
    public void Refuses_a_mint_with_an_extension_of_another_length(int type, int length) =>
        Assert.False(TryRead(out _, ((ushort)type, new byte[length])));

    [Fact]
    public void Refuses_extensions_twice_or_in_the_wrong_place()
    {
        Assert.False(TryRead(out _, (9, []), (9, [])));
        Assert.False(TryRead(out _, (8, [1])));
        Assert.False(TokenAccount.TryParse(TokenLayouts.Extend(TokenLayouts.Account(1), 2, (9, [])), out _));
        Assert.False(TokenAccount.TryParse(TokenLayouts.Extend(TokenLayouts.Account(1), 2, (8, [])), out _));
    }

    [Fact]
    public void Keeps_unknown_extensions_apart()
    {
        Assert.True(TryRead(out var mint, (9, []), (900, [1]), (900, [2])));
        Assert.True(mint!.Known.IsNonTransferable);
        Assert.Equal([null, null], mint.Extensions.Skip(1).Select(extension => extension.KnownType));
    }

    [Theory]
    [InlineData(new ushort[0], 170)]
    [InlineData(new ushort[] { 1 }, 182)]
    [InlineData(new ushort[] { 9 }, 174)]
    [InlineData(new ushort[] { 14 }, 175)]
    [InlineData(new ushort[] { 26 }, 174)]
    [InlineData(new ushort[] { 1, 9, 14, 26, 12 }, 195)]
    public void Knows_how_long_an_account_of_a_mint_is(ushort[] types, int length)
    {
        Dictionary<ushort, int> lengths = new() { [1] = 108, [9] = 0, [12] = 32, [14] = 64, [26] = 33 };
        Assert.True(TryRead(out var mint, [.. types.Select(type => (type, new byte[lengths[type]]))]));
        Assert.Equal(length, TokenAccount.LengthFor(TokenProgram.Token2022Id, mint!));
        Assert.Equal(165, TokenAccount.LengthFor(TokenProgram.Id, mint!));
    }

    [Fact]
    public void Does_not_know_how_long_an_account_of_a_mint_with_an_unknown_extension_is()
    {
        Assert.True(TryRead(out var mint, (29, [])));
        Assert.Null(TokenAccount.LengthFor(TokenProgram.Token2022Id, mint!));
    }

    private static MintExtensions Read(params (ushort Type, byte[] Value)[] extensions)
    {
        Assert.True(TryRead(out var mint, extensions));
        return mint!.Known;
    }

    private static bool TryRead(out Mint? mint, params (ushort Type, byte[] Value)[] extensions) =>
        Mint.TryParse(TokenLayouts.Extend(TokenLayouts.Mint(1, 6), kind: 1, extensions), out mint);

    private static byte[] UInt64(ulong value)
    {
        var bytes = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        return bytes;
    }

    private static byte[] UInt16(ushort value) => [(byte)value, (byte)(value >> 8)];
}
