using WalletService.Ledger.Solana.Nodes;
using WalletService.TestKit.Time;

namespace WalletService.Ledger.Solana.Tests.Nodes;

public sealed class NodeAdmissionTests
{
    private readonly ManualTimeProvider time = new();

    [Fact]
    public void Without_limits_all_may_enter()
    {
        var admission = new NodeAdmission(requestsPerSecond: null, concurrency: null, time);

        Assert.All(Enumerable.Range(0, 1_000), _ => Assert.Null(admission.TryEnter()));
    }

    [Fact]
    public void A_request_enters_when_another_has_left()
    {
        var admission = new NodeAdmission(requestsPerSecond: null, concurrency: 2, time);
        Assert.Null(admission.TryEnter());
        Assert.Null(admission.TryEnter());
        Assert.NotNull(admission.TryEnter());

        admission.Leave();

        Assert.Null(admission.TryEnter());
        Assert.NotNull(admission.TryEnter());
    }

    [Fact]
    public void The_rate_is_kept_and_the_wait_told()
    {
        var admission = new NodeAdmission(requestsPerSecond: 20, concurrency: null, time);
        Assert.Equal(5, EnterAll(admission));
        Assert.Equal(TimeSpan.FromMilliseconds(50), admission.TryEnter());

        time.Advance(TimeSpan.FromMilliseconds(50));
        Assert.Null(admission.TryEnter());
        Assert.NotNull(admission.TryEnter());

        var entered = 0;
        for (var tick = 0; tick < 100; tick++)
        {
            time.Advance(TimeSpan.FromMilliseconds(100));
            entered += EnterAll(admission);
        }

        Assert.InRange(entered, 199, 201);
    }

    [Fact]
    public void After_a_rest_no_more_than_a_quarter_of_a_second_goes_at_once()
    {
        var admission = new NodeAdmission(requestsPerSecond: 100, concurrency: null, time);
        EnterAll(admission);

        time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(25, EnterAll(admission));
    }

    [Fact]
    public void Requests_that_do_not_wait_are_made_up_for_by_the_others()
    {
        var admission = new NodeAdmission(requestsPerSecond: 4, concurrency: null, time);
        admission.EnterAnyway();
        admission.EnterAnyway();

        Assert.Equal(TimeSpan.FromMilliseconds(500), admission.TryEnter());
    }

    private static int EnterAll(NodeAdmission admission)
    {
        var entered = 0;
        while (admission.TryEnter() is null)
        {
            entered++;
        }

        return entered;
    }
}
