using WalletService.Domain.Batches;

namespace WalletService.Domain.Tests.Batches;

public sealed class BatchPackingTests
{
    [Theory]
    [InlineData(0, 5)]
    [InlineData(1, 5)]
    [InlineData(5, 5)]
    [InlineData(6, 5)]
    [InlineData(2_000, 20)]
    [InlineData(1_999, 9)]
    public void Equal_items_take_as_few_transactions_as_there_can_be(int items, int capacity)
    {
        var packed = BatchPacking.Pack(Enumerable.Range(0, items), part => part.Count <= capacity, _ => Assert.Fail());

        Assert.Equal((items + capacity - 1) / capacity, packed.Count);
        Assert.Equal(Enumerable.Range(0, items), packed.SelectMany(part => part));
    }

    [Fact]
    public void Items_of_two_sizes_take_at_most_one_transaction_more_than_the_bound()
    {
        var random = new Random(7);
        for (var turn = 0; turn < 200; turn++)
        {
            var (small, large) = (random.Next(40), random.Next(40));
            int[] sizes = [.. Enumerable.Repeat(49, small), .. Enumerable.Repeat(91, large)];

            var packed = BatchPacking.Pack(sizes, part => part.Sum() <= 878, _ => Assert.Fail());

            // No packing is better than full transactions of each size by itself, but for one that holds both.
            var alone = ((small + 16) / 17) + ((large + 8) / 9);
            Assert.InRange(packed.Count, (sizes.Sum() + 877) / 878, Math.Max(alone, 0));
            Assert.All(packed, part => Assert.True(part.Sum() <= 878));
        }
    }

    [Fact]
    public void What_fits_nowhere_is_told_and_holds_up_nothing()
    {
        var misfits = new List<int>();

        var packed = BatchPacking.Pack([1, 9, 2, 3], part => part.Sum() <= 5, misfits.Add);

        Assert.Equal([9], misfits);
        Assert.Equal([[1], [2, 3]], packed);
    }
}
