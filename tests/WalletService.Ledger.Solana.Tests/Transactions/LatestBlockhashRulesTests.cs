using WalletService.Ledger.Solana.Transactions;
using WalletService.Solana;
using WalletService.Solana.Rpc;

namespace WalletService.Ledger.Solana.Tests.Transactions;

/// <summary>What can be seen of a blockhash's end when it is given.</summary>
public sealed class LatestBlockhashRulesTests
{
    [Theory]
    [InlineData(1_000, 1_150, true)]
    [InlineData(1_000, 1_151, false)]
    [InlineData(1_000, 900, true)]
    [InlineData(900, 1_000, true)]
    [InlineData(899, 1_000, false)]
    [InlineData(51_000, 51_000, true)]
    [InlineData(51_001, 51_000, false)]
    public void Lives_no_longer_than_blockhashes_do_and_is_of_about_now(ulong slot, ulong lastValid, bool isPlausible) =>
        Assert.Equal(isPlausible, LatestBlockhashRules.IsPlausible(Given(slot, lastValid), [1_000, 1_000], maximumSlotsBehind: 50));

    [Fact]
    public void A_node_that_is_ahead_of_the_only_other_one_is_believed_within_bounds()
    {
        Assert.True(LatestBlockhashRules.IsPlausible(Given(40_000, 40_100), [40_000, 1_000], maximumSlotsBehind: 50));
        Assert.False(LatestBlockhashRules.IsPlausible(Given(60_000, 60_100), [60_000, 1_000], maximumSlotsBehind: 50));
    }

    [Fact]
    public void A_single_node_is_held_to_what_it_tells_of_itself()
    {
        Assert.True(LatestBlockhashRules.IsPlausible(Given(51_000, 51_100), [1_000], maximumSlotsBehind: 50));
        Assert.False(LatestBlockhashRules.IsPlausible(Given(51_001, 51_100), [1_000], maximumSlotsBehind: 50));
    }

    [Fact]
    public void The_first_is_believed_before_any_node_was_looked_at() =>
        Assert.True(LatestBlockhashRules.IsPlausible(Given(60_000, 60_100), [], maximumSlotsBehind: 50));

    private static RpcResult<LatestBlockhash> Given(ulong slot, ulong lastValid) =>
        new(slot, new LatestBlockhash(Blockhash.FromBytes(new byte[Blockhash.Length]), lastValid));
}
