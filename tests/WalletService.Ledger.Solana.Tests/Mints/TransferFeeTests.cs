using System.Buffers.Binary;
using WalletService.Solana;
using WalletService.Solana.Programs;

namespace WalletService.Ledger.Solana.Tests.Mints;

/// <summary>The fees that we reckon are those that the program takes.</summary>
[Collection(MintTests.Name)]
public sealed class TransferFeeTests(MintsFixture fixture)
{
    private readonly TestWallet owner = TestWallet.Create();
    private readonly TestWallet recipient = TestWallet.Create();

    [Theory]
    [InlineData(100, "5000")]
    [InlineData(9_999, "18446744073709551615")]
    [InlineData(10_000, "7")]
    [InlineData(0, "100")]
    public async Task The_program_takes_exactly_the_fee_and_refuses_one_more_or_less(int basisPoints, string maximum)
    {
        const uint FeeMismatch = 32;
        var (mint, source, destination) = await FillAsync(basisPoints, maximum);
        var fee = (await fixture.ReadMintAsync(mint)).Known.TransferFee!.At((await fixture.ReadClockAsync()).Epoch);
        foreach (var amount in (ulong[])[0, 1, 99, 100, 101, 499_999, 1_000_000_000_000])
        {
            var exact = fee.FeeOf(amount);
            Assert.Equal((true, null), await PayAsync(mint, source, destination, amount, exact));
            Assert.Equal((false, FeeMismatch), await PayAsync(mint, source, destination, amount, exact + 1));
        }
    }

    [Fact]
    public async Task What_arrives_and_what_is_withheld_are_as_reckoned()
    {
        var (mint, source, destination) = await FillAsync(250, "1000000");
        var fee = (await fixture.ReadMintAsync(mint)).Known.TransferFee!.At((await fixture.ReadClockAsync()).Epoch);
        const ulong Received = 123_457;
        var sent = fee.SentFor(Received)!.Value;

        var transfer = await fixture.Issuer.TransferAsync(mint, Convert.FromBase64String(owner.Secret), recipient.Address.Value, sent);

        Assert.Equal(destination, transfer.GetProperty("destination").GetString());
        Assert.Equal(fee.FeeOf(sent).ToString(), transfer.GetProperty("fee").GetString());
        var account = await fixture.ReadTokenAccountAsync(destination);
        Assert.Equal((Received, sent - Received), (account.Amount, account.Known.WithheldFee));
        Assert.Equal(1_000_000_000_000 - sent, (await fixture.ReadTokenAccountAsync(source)).Amount);
    }

    [Fact]
    public async Task A_new_fee_holds_from_its_epoch_on()
    {
        var (mint, source, destination) = await FillAsync(100, "5000");
        await fixture.Issuer.AskAsync("setFee", new { mint, basisPoints = 200, maximum = "9000" });
        var (epoch, _) = await fixture.ReadClockAsync();
        var config = (await fixture.ReadMintAsync(mint)).Known.TransferFee!;
        Assert.Equal((epoch + 2, 200), (config.Newer.Epoch, config.Newer.BasisPoints));
        Assert.Equal((100, 5_000UL), (config.At(epoch).BasisPoints, config.At(epoch).Maximum));
        Assert.Equal((true, null), await PayAsync(mint, source, destination, 10_000, config.At(epoch).FeeOf(10_000)));

        // Two epochs are too long to wait for; the announcement is moved into the present instead.
        var announcement = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(announcement, epoch + 2);
        await fixture.ChangeDataAsync(Address.Parse(mint), data =>
            BinaryPrimitives.WriteUInt64LittleEndian(data.AsSpan(data.AsSpan().LastIndexOf(announcement)), epoch));
        config = (await fixture.ReadMintAsync(mint)).Known.TransferFee!;
        Assert.Equal(200, config.At(epoch).BasisPoints);
        Assert.Equal((true, null), await PayAsync(mint, source, destination, 10_000, config.At(epoch).FeeOf(10_000)));
    }

    private async Task<(string Mint, string Source, string Destination)> FillAsync(int basisPoints, string maximum)
    {
        var mint = await fixture.Issuer.CreateMintAsync(new { transferFee = new { basisPoints, maximum } });
        var source = await fixture.Issuer.MintToAsync(mint, owner.Address.Value, 1_000_000_000_000);
        return (mint, source, await fixture.Issuer.CreateAccountAsync(mint, recipient.Address.Value));
    }

    private async Task<(bool Succeeds, uint? CustomError)> PayAsync(string mint, string source, string destination, ulong amount, ulong fee)
    {
        var owned = owner.Address.ToKitAddress();
        return await fixture.SimulateAsync(TokenProgram.TransferCheckedWithFee(
            Address.Parse(source), Address.Parse(mint), Address.Parse(destination), owned, amount, 6, fee));
    }
}
