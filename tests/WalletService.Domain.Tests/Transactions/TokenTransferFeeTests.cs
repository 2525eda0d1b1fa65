using System.Numerics;
using FsCheck;
using FsCheck.Fluent;
using WalletService.Domain.Transactions;

namespace WalletService.Domain.Tests.Transactions;

public sealed class TokenTransferFeeTests
{
    [Theory]
    [InlineData(0, 100UL, 1_000UL, 0UL)]
    [InlineData(100, ulong.MaxValue, 1_000UL, 10UL)]
    [InlineData(1, ulong.MaxValue, 1UL, 1UL)]
    [InlineData(100, 5UL, 1_000UL, 5UL)]
    [InlineData(10_000, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue)]
    public void Is_a_share_rounded_up_and_capped(ushort basisPoints, ulong maximum, ulong sent, ulong fee) =>
        Assert.Equal(fee, new TokenTransferFee(basisPoints, maximum).Of(sent));

    [Theory]
    [InlineData(100, ulong.MaxValue, 990UL, 1_000UL)]
    [InlineData(100, 5UL, 1_000_000UL, 1_000_005UL)]
    [InlineData(10_000, 7UL, 3UL, 10UL)]
    [InlineData(0, 0UL, 3UL, 3UL)]
    public void What_is_to_be_received_is_raised_by_it(ushort basisPoints, ulong maximum, ulong received, ulong sent) =>
        Assert.Equal(sent, new TokenTransferFee(basisPoints, maximum).ToReceive(received));

    [Theory]
    [InlineData(10_000, ulong.MaxValue, 1UL)]
    [InlineData(5_000, ulong.MaxValue, ulong.MaxValue)]
    public void What_can_not_be_received_is_known(ushort basisPoints, ulong maximum, ulong received) =>
        Assert.Null(new TokenTransferFee(basisPoints, maximum).ToReceive(received));

    [Fact]
    public void The_least_amount_is_sent_of_which_enough_arrives() => Prop.ForAll(
        ArbMap.Default.ArbFor<ulong>(),
        ArbMap.Default.ArbFor<ulong>(),
        ArbMap.Default.ArbFor<ushort>(),
        (anyReceived, anyMaximum, anyBasisPoints) =>
        {
            var fee = new TokenTransferFee((ushort)(anyBasisPoints % 10_001), anyMaximum % 10_000);
            var received = anyReceived % 1_000_000;
            var sent = fee.ToReceive(received);
            return sent is { } amount
                ? amount - Fee(fee, amount) >= received && (amount == 0 || (amount - 1) - Fee(fee, amount - 1) < received)
                : Enumerable.Range(0, 2_000).All(more => received + (ulong)more - Fee(fee, received + (ulong)more) < received);
        }).QuickCheckThrowOnFailure();

    /// <summary>The definition, in arithmetic that can't overflow.</summary>
    private static ulong Fee(TokenTransferFee fee, ulong sent) => (ulong)BigInteger.Min(
        BigInteger.DivRem(((BigInteger)sent * fee.BasisPoints) + 9_999, 10_000, out _), fee.Maximum);
}
