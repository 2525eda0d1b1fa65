using WalletService.Ledger.Solana.Nodes;

namespace WalletService.Ledger.Solana.Tests.Nodes;

/// <summary>What is thought of a node after a series of looks: quick to fall, slow to return.</summary>
public sealed class NodeStandingTests
{
    private static readonly NodeLook Good = new() { Slot = 1_000, UsualTime = TimeSpan.FromMilliseconds(20) };
    private static readonly NodeLook Silent = new() { NoAnswer = "no route" };
    private static readonly NodeLook Paused = new() { NoAnswer = "asked not to be called", IsHeldBack = true };

    private readonly NodeStanding standing = new(new NodeLimits { MaximumSlotsBehind = 50, SlowAnswer = TimeSpan.FromSeconds(2) });

    [Fact]
    public void Healthy_to_begin_with()
    {
        Assert.Equal(NodeState.Healthy, standing.State);
        Assert.Null(standing.Fault);
    }

    public static TheoryData<string> Faults() => new("unhealthy", "behind", "failing", "slow", "paused", "silent");

    [Theory]
    [MemberData(nameof(Faults))]
    public void One_bad_look_degrades_and_three_good_ones_in_a_row_restore(string fault)
    {
        Note(Good, Good, Bad(fault));
        Assert.Equal(NodeState.Degraded, standing.State);
        Assert.NotNull(standing.Fault);

        Note(Good, Good);
        Assert.Equal(NodeState.Degraded, standing.State);

        Note(Good);
        Assert.Equal(NodeState.Healthy, standing.State);
        Assert.Null(standing.Fault);
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_bad_look_in_between_begins_the_count_anew(string fault)
    {
        Note(Bad(fault), Good, Good, Bad(fault), Good, Good);

        Assert.Equal(NodeState.Degraded, standing.State);
    }

    [Fact]
    public void Two_looks_in_a_row_without_an_answer_mean_down()
    {
        Note(Silent, Silent);
        Assert.Equal(NodeState.Down, standing.State);

        Note(Good, Good);
        Assert.Equal(NodeState.Down, standing.State);

        Note(Good);
        Assert.Equal(NodeState.Healthy, standing.State);
    }

    [Fact]
    public void A_silent_look_now_and_then_never_means_down()
    {
        Note(Silent, Good, Silent, Good, Silent);

        Assert.Equal(NodeState.Degraded, standing.State);
    }

    [Fact]
    public void A_node_that_only_asked_for_a_pause_is_never_down()
    {
        Note(Paused, Paused, Paused, Paused);

        Assert.Equal(NodeState.Degraded, standing.State);
    }

    [Fact]
    public void It_returns_from_down_only_as_far_as_the_looks_are_good()
    {
        Note(Silent, Silent, Bad("behind"), Bad("behind"), Bad("behind"));

        Assert.Equal(NodeState.Degraded, standing.State);
        Assert.Contains("51 slots behind", standing.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void On_the_limit_it_is_healthy()
    {
        Note(Good with { SlotsBehind = 50, FailureShare = 0.3, UsualTime = TimeSpan.FromSeconds(2) });

        Assert.Equal(NodeState.Healthy, standing.State);
    }

    private static NodeLook Bad(string fault) => fault switch
    {
        "unhealthy" => Good with { SaysHealthy = false },
        "behind" => Good with { SlotsBehind = 51 },
        "failing" => Good with { FailureShare = 0.31 },
        "slow" => Good with { UsualTime = TimeSpan.FromSeconds(2.01) },
        "paused" => Paused,
        _ => Silent,
    };

    private void Note(params NodeLook[] looks)
    {
        foreach (var look in looks)
        {
            standing.Note(look);
        }
    }
}
