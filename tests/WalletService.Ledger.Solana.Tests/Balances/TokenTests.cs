using System.Buffers.Binary;
using System.Text;
using WalletService.Domain.Balances;
using WalletService.Solana;
using WalletService.Solana.Programs;
using WalletService.TestKit.Time;

namespace WalletService.Ledger.Solana.Tests.Balances;

[Collection(LocalnetTests.Name)]
public sealed class TokenTests(LocalnetFixture fixture)
{
    private static readonly Address MetadataProgram = Address.Parse("metaqbxxUerdq28cj1RbAWkYQm3ybzjb6a8bt518x1s");

    private readonly TestWallet owner = TestWallet.Create();

    [Fact]
    public async Task An_owner_without_token_accounts_has_no_tokens()
    {
        var holdings = await fixture.Ledger.Reader.GetTokensAsync(owner.Address, CancellationToken.None);

        Assert.Empty(holdings.Tokens);
        Assert.True(holdings.Slot > 0);
    }

    [Fact]
    public async Task Tokens_of_both_programs_come_with_decimals_state_and_the_names_the_chain_has()
    {
        var plain = await PutMintAsync(TokenProgram.Id, decimals: 6);
        var named = await PutMintAsync(TokenProgram.Id, decimals: 9);
        var modern = await PutMintAsync(TokenProgram.Token2022Id, decimals: 2, ("Modern\u200bToken\0", "MOD"));
        await PutMetaplexAsync(named, "Old Token\0\0\0\0\0", "OLD\0\0\0");
        await PutMetaplexAsync(plain, "Impostor", "IMP", about: named);
        var plainAccount = await PutTokenAccountAsync(TokenProgram.Id, plain, amount: 1_500_000);
        await PutTokenAccountAsync(TokenProgram.Id, named, amount: ulong.MaxValue, isFrozen: true);
        await PutTokenAccountAsync(TokenProgram.Token2022Id, modern, amount: 7);

        var holdings = await Eventually.HasValueAsync(async () =>
            await fixture.Ledger.Reader.GetTokensAsync(owner.Address, CancellationToken.None) is { Tokens.Count: 3 } complete ? complete : null);

        var byMint = holdings.Tokens.ToDictionary(token => token.Mint.Value);
        Assert.Equal(
            new TokenHolding
            {
                Mint = plain.ToDomainAddress(),
                TokenAccount = plainAccount.ToDomainAddress(),
                Program = "token",
                Decimals = 6,
                Amount = 1_500_000,
                UiAmount = "1.5",
                UiAmountMeaning = UiAmountMeaning.Exact,
                IsAssociated = false,
                State = "initialized",
            },
            byMint[plain.ToString()]);
        Assert.Equal(
            ("token", (byte)9, ulong.MaxValue, "Old Token", "OLD", "frozen"),
            Describe(byMint[named.ToString()]));
        Assert.Equal(
            ("token-2022", (byte)2, 7ul, "ModernToken", "MOD", "initialized"),
            Describe(byMint[modern.ToString()]));
    }

    private static (string Program, byte Decimals, ulong Amount, string? Name, string? Symbol, string State) Describe(TokenHolding token) =>
        (token.Program, token.Decimals, token.Amount, token.Name, token.Symbol, token.State);

    private static Address NewAddress() => TestWallet.Create().Address.ToKitAddress();

    private static byte[] Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var length = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)bytes.Length);
        return [.. length, .. bytes];
    }

    private static byte[] Header(ushort type, int length) => [(byte)type, (byte)(type >> 8), (byte)length, (byte)(length >> 8)];

    private async Task<Address> PutMintAsync(Address program, byte decimals, (string Name, string Symbol)? metadata = null)
    {
        const int DecimalsOffset = 44;
        const int InitializedOffset = 45;
        const byte MintKind = 1;
        const ushort TokenMetadataType = 19;
        var mint = NewAddress();
        var data = new byte[Mint.BaseLength];
        data[DecimalsOffset] = decimals;
        data[InitializedOffset] = 1;
        if (metadata is var (name, symbol))
        {
            byte[] value = [.. new byte[Address.Length], .. mint.Span, .. Text(name), .. Text(symbol), .. Text("https://example.org"), 0, 0, 0, 0];
            data =
            [
                .. data,
                .. new byte[TokenAccount.BaseLength - Mint.BaseLength],
                MintKind,
                .. Header(TokenMetadataType, value.Length),
                .. value,
            ];
        }

        await PutAsync(mint, program, data);
        return mint;
    }

    private async Task<Address> PutTokenAccountAsync(Address program, Address mint, ulong amount, bool isFrozen = false)
    {
        const int AmountOffset = 64;
        const int StateOffset = 108;
        const byte AccountKind = 2;
        const ushort ImmutableOwnerType = 7;
        var data = new byte[TokenAccount.BaseLength];
        mint.Span.CopyTo(data);
        owner.Address.Bytes.Span.CopyTo(data.AsSpan(Address.Length));
        BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(AmountOffset), amount);
        data[StateOffset] = (byte)(isFrozen ? TokenAccountState.Frozen : TokenAccountState.Initialized);
        if (program == TokenProgram.Token2022Id)
        {
            data = [.. data, AccountKind, .. Header(ImmutableOwnerType, 0)];
        }

        var address = NewAddress();
        await PutAsync(address, program, data);
        return address;
    }

    /// <param name="mint">Whose metadata account is written.</param>
    /// <param name="name">The name in it.</param>
    /// <param name="symbol">The symbol in it.</param>
    /// <param name="about">The mint that it claims to describe, if another.</param>
    private Task PutMetaplexAsync(Address mint, string name, string symbol, Address? about = null)
    {
        const byte MetadataKey = 4;
        byte[] data = [MetadataKey, .. new byte[Address.Length], .. (about ?? mint).Span, .. Text(name), .. Text(symbol), .. Text(string.Empty)];
        var address = ProgramDerivedAddress.Find(MetadataProgram, "metadata"u8.ToArray(), MetadataProgram.Memory, mint.Memory).Address;
        return PutAsync(address, MetadataProgram, data);
    }

    private Task PutAsync(Address address, Address program, byte[] data) => fixture.Localnet.ControlAsync(
        "account",
        new { pubkey = address.ToString(), lamports = 10_000_000, data = Convert.ToBase64String(data), owner = program.ToString() });
}
