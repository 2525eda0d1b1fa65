using System.Buffers.Binary;
using WalletService.Solana;
using WalletService.Solana.Programs;

namespace WalletService.Ledger.Solana.Tests.Mints;

/// <summary>The amounts that we show are, to the last digit, those that the program gives.</summary>
[Collection(MintTests.Name)]
public sealed class UiAmountTests(MintsFixture fixture)
{
    private const int Rounds = 25;

    private static readonly ulong[] Amounts = [0, 1, 9, 123_456_789_012, 9_007_199_254_740_993, ulong.MaxValue];

    private readonly Random random = new(20261121);

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    [InlineData(9)]
    [InlineData(19)]
    public async Task Plain_amounts_agree(int decimals)
    {
        await AssertAgreesAsync(await fixture.Issuer.CreateMintAsync(decimals: decimals), UiAmountKind.Plain);
        await AssertAgreesAsync(await fixture.Issuer.CreateTokenMintAsync(decimals), UiAmountKind.Plain);
    }

    [Fact]
    public async Task Amounts_with_interest_agree_whatever_the_rates_and_times()
    {
        var mint = await fixture.Issuer.CreateMintAsync(new { interestRate = 500 }, decimals: 9);
        await AssertAgreesAsync(mint, UiAmountKind.WithInterest);
        for (var round = 0; round < Rounds; round++)
        {
            var (_, now) = await fixture.ReadClockAsync();
            var begin = now - random.NextInt64(0, 1_000_000_000);
            await fixture.ChangeDataAsync(Address.Parse(mint), data =>
            {
                var config = MintsFixture.FirstExtension(data, TokenExtensionType.InterestBearingConfig);
                BinaryPrimitives.WriteInt64LittleEndian(config[32..], begin);
                BinaryPrimitives.WriteInt16LittleEndian(config[40..], (short)random.Next(-3_000, 3_000));
                BinaryPrimitives.WriteInt64LittleEndian(config[42..], random.NextInt64(begin, now));
                BinaryPrimitives.WriteInt16LittleEndian(config[50..], (short)random.Next(-3_000, 3_000));
            });
            await AssertAgreesAsync(mint, UiAmountKind.WithInterest);
        }
    }

    [Fact]
    public async Task Multiples_agree_whatever_the_factor_and_before_and_after_it_changes()
    {
        var mint = await fixture.Issuer.CreateMintAsync(new { multiplier = 2.5 }, decimals: 6);
        await AssertAgreesAsync(mint, UiAmountKind.Scaled);
        for (var round = 0; round < Rounds; round++)
        {
            var (_, now) = await fixture.ReadClockAsync();
            await fixture.ChangeDataAsync(Address.Parse(mint), data =>
            {
                var config = MintsFixture.FirstExtension(data, TokenExtensionType.ScaledUiAmount);
                BinaryPrimitives.WriteDoubleLittleEndian(config[32..], AnyFactor());
                BinaryPrimitives.WriteInt64LittleEndian(config[40..], round % 2 == 0 ? now - 100 : now + 100_000);
                BinaryPrimitives.WriteDoubleLittleEndian(config[48..], AnyFactor());
            });
            await AssertAgreesAsync(mint, UiAmountKind.Scaled);
        }
    }

    private double AnyFactor() => Math.Pow(10, (random.NextDouble() * 12) - 6);

    private async Task AssertAgreesAsync(string address, UiAmountKind kind)
    {
        var mint = await fixture.ReadMintAsync(address);
        var (_, now) = await fixture.ReadClockAsync();
        Assert.Equal(
            await fixture.Issuer.UiAmountsAsync(address, Amounts),
            Amounts.Select(amount => UiAmount.Of(mint, amount, now).Text));
        Assert.Equal(kind, UiAmount.Of(mint, 1, now).Kind);
    }
}
