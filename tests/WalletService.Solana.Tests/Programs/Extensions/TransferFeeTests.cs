using System.Numerics;
using WalletService.Solana.Programs.Extensions;

namespace WalletService.Solana.Tests.Programs.Extensions;

public sealed class TransferFeeTests
{
    private const int Seed = 20261121;
    private const int Cases = 20_000;

    public static TheoryData<ushort, ulong, ulong, ulong> KnownFees => new()
    {
        { 0, ulong.MaxValue, 1_000_000, 0 },
        { 100, ulong.MaxValue, 0, 0 },
        { 100, ulong.MaxValue, 1, 1 },
        { 100, ulong.MaxValue, 100, 1 },
        { 100, ulong.MaxValue, 101, 2 },
        { 100, 5_000, 1_000_000, 5_000 },
        { 100, 0, 1_000_000, 0 },
        { 10_000, ulong.MaxValue, 77, 77 },
        { 10_000, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue },
        { 9_999, ulong.MaxValue, ulong.MaxValue, 18_444_899_399_302_180_660 },
    };

    /// <summary>From the remarks of the program's own <c>calculate_pre_fee_amount</c>, and its limits.</summary>
    public static TheoryData<ushort, ulong, ulong, ulong?> KnownAmountsToSend => new()
    {
        { 1_000, ulong.MaxValue, 9, 10 },
        { 10_000, ulong.MaxValue, 0, 0 },
        { 10_000, 50, 7, 57 },
        { 10_000, ulong.MaxValue, 1, null },
        { 0, 10, ulong.MaxValue, ulong.MaxValue },
        { 1, ulong.MaxValue, ulong.MaxValue, null },
        { 1, 0, ulong.MaxValue, ulong.MaxValue },
        { 100, 5_000, 1_000_000, 1_005_000 },
    };

    [Theory]
    [MemberData(nameof(KnownFees))]
    public void Takes_the_fee_that_the_program_takes(ushort basisPoints, ulong maximum, ulong sent, ulong fee)
    {
        var terms = new TransferFee(0, maximum, basisPoints);
        Assert.Equal(fee, terms.FeeOf(sent));
        Assert.Equal(sent - fee, terms.ReceivedOf(sent));
    }

    [Theory]
    [MemberData(nameof(KnownAmountsToSend))]
    public void Finds_the_amount_to_send(ushort basisPoints, ulong maximum, ulong received, ulong? sent) =>
        Assert.Equal(sent, new TransferFee(0, maximum, basisPoints).SentFor(received));

    [Fact]
    public void The_fee_is_the_share_rounded_up_and_at_most_the_maximum()
    {
        foreach (var (terms, amount) in RandomCases())
        {
            var share = BigInteger.Divide(((BigInteger)amount * terms.BasisPoints) + 9_999, 10_000);
            Assert.Equal(BigInteger.Min(share, terms.Maximum), terms.FeeOf(amount));
        }
    }

    [Fact]
    public void What_is_sent_for_an_amount_is_the_least_from_which_exactly_that_arrives()
    {
        foreach (var (terms, received) in RandomCases())
        {
            var expected = LeastFrom(terms, received);
            Assert.Equal(expected, (BigInteger?)terms.SentFor(received));
            if (expected is not null)
            {
                Assert.Equal(received, terms.ReceivedOf((ulong)expected));
            }
        }
    }

    [Fact]
    public void The_newer_fee_holds_from_its_epoch_on()
    {
        var older = new TransferFee(3, 100, 10);
        var newer = new TransferFee(9, 200, 20);
        var config = new TransferFeeConfig(null, null, 0, older, newer);
        Assert.Equal(older, config.At(8));
        Assert.Equal(newer, config.At(9));
        Assert.Equal(newer, config.At(10));
    }

    /// <summary>The plain statement: what arrives never falls when more is sent, so that halving finds the least that suffices.</summary>
    private static BigInteger? LeastFrom(TransferFee terms, ulong received)
    {
        BigInteger Arrives(BigInteger sent) =>
            sent - BigInteger.Min(BigInteger.Divide((sent * terms.BasisPoints) + 9_999, 10_000), terms.Maximum);
        var (low, high) = (BigInteger.Zero, (BigInteger)ulong.MaxValue);
        if (Arrives(high) < received)
        {
            return null;
        }

        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Arrives(middle) >= received ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    private static IEnumerable<(TransferFee Terms, ulong Amount)> RandomCases()
    {
        var random = new Random(Seed);
        ulong AnySize() => (ulong)random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64);
        ushort[] edges = [0, 1, 50, 9_999, 10_000];
        for (var i = 0; i < Cases; i++)
        {
            var basisPoints = i % 3 == 0 ? edges[random.Next(edges.Length)] : (ushort)random.Next(10_001);
            yield return (new TransferFee(0, AnySize(), basisPoints), AnySize());
        }
    }
}
