using WalletService.Ledger.Solana.Nodes;

namespace WalletService.Ledger.Solana.Tests.Nodes;

public sealed class NodeTrafficTests
{
    private readonly NodeTraffic traffic = new();

    [Theory]
    [InlineData(3, false)]
    [InlineData(4, true)]
    public void Four_failures_in_a_row_are_too_many(int failures, bool isTooMany)
    {
        for (var failure = 0; failure < failures; failure++)
        {
            traffic.Failed();
        }

        Assert.Equal(isTooMany, traffic.FailureShare > new NodeLimits { MaximumSlotsBehind = 0, SlowAnswer = default }.MaximumFailureShare);
    }

    [Fact]
    public void Answers_make_failures_forgotten()
    {
        traffic.Failed();
        for (var answer = 0; answer < 50; answer++)
        {
            traffic.Answered(TimeSpan.FromMilliseconds(10));
        }

        Assert.InRange(traffic.FailureShare, 0, 0.01);
    }

    [Fact]
    public void The_usual_time_follows_the_answers()
    {
        traffic.Answered(TimeSpan.FromMilliseconds(100));
        Assert.Equal(TimeSpan.FromMilliseconds(100), traffic.UsualTime);

        traffic.Answered(TimeSpan.FromMilliseconds(200));
        Assert.Equal(TimeSpan.FromMilliseconds(110), traffic.UsualTime);
    }

    [Fact]
    public void An_answer_nobody_waited_for_counts_only_when_it_was_late()
    {
        traffic.Answered(TimeSpan.FromMilliseconds(100));
        traffic.GivenUp(TimeSpan.FromMilliseconds(50));
        Assert.Equal(TimeSpan.FromMilliseconds(100), traffic.UsualTime);

        traffic.GivenUp(TimeSpan.FromMilliseconds(600));
        Assert.Equal(TimeSpan.FromMilliseconds(150), traffic.UsualTime);
    }
}
