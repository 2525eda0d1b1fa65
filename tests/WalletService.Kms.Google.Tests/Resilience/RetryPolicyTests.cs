using WalletService.Kms.Google.Resilience;
using WalletService.Kms.Google.Rest;

namespace WalletService.Kms.Google.Tests.Resilience;

public sealed class RetryPolicyTests
{
    private static readonly GoogleKmsOptions Options = new();

    [Theory]
    [InlineData(0, 200, 400, 800, 1600)]
    [InlineData(0.5, 150, 300, 600, 1200)]
    public void Waits_double_less_a_random_part(double random, params int[] milliseconds)
    {
        var policy = new RetryPolicy(Options, () => random);

        var waits = Enumerable.Range(1, milliseconds.Length).Select(attempts => Delay(policy, FailureKind.Unavailable, attempts));

        Assert.Equal(milliseconds.Select(wait => (TimeSpan?)TimeSpan.FromMilliseconds(wait)), waits);
    }

    [Fact]
    public void Waits_stop_doubling_at_ten_seconds()
    {
        var policy = new RetryPolicy(new GoogleKmsOptions { MaxAttempts = 10, RetryDelay = TimeSpan.FromSeconds(1) }, () => 0);

        Assert.Equal(TimeSpan.FromSeconds(10), Delay(policy, FailureKind.Unavailable, 9));
    }

    [Fact]
    public void The_services_own_wait_is_never_shortened()
    {
        var policy = new RetryPolicy(Options, () => 0.999);
        var asked = TimeSpan.FromSeconds(3.5);

        var quota = policy.NextDelay(new(FailureKind.RateLimited, "quota") { RetryAfter = asked }, [FailureKind.RateLimited], repeatable: true);
        var away = policy.NextDelay(new(FailureKind.Unavailable, "away") { RetryAfter = asked }, [FailureKind.Unavailable], repeatable: true);

        Assert.True(quota >= asked);
        Assert.True(away >= asked);
    }

    [Fact]
    public void A_quota_without_a_wait_gets_more_than_a_second() =>
        Assert.True(Delay(new RetryPolicy(Options, () => 0.999), FailureKind.RateLimited, 1) > TimeSpan.FromSeconds(1));

    [Theory]
    [InlineData("AlreadyExists")]
    [InlineData("PermissionDenied")]
    [InlineData("NotFound")]
    [InlineData("FailedPrecondition")]
    [InlineData("Refused")]
    public void Refusals_are_final(string kind) =>
        Assert.Null(Delay(new RetryPolicy(Options, () => 0), Enum.Parse<FailureKind>(kind), 1));

    [Theory]
    [InlineData("Internal", false)]
    [InlineData("DeadlineExceeded", false)]
    [InlineData("TimedOut", false)]
    [InlineData("Network", false)]
    [InlineData("MalformedReply", false)]
    [InlineData("IntegrityFailed", false)]
    [InlineData("Unavailable", true)]
    [InlineData("RateLimited", true)]
    [InlineData("Aborted", true)]
    public void A_change_is_repeated_only_when_nothing_happened(string kind, bool repeated)
    {
        var policy = new RetryPolicy(Options, () => 0);
        var failure = new KmsFailureException(Enum.Parse<FailureKind>(kind), "failed");

        Assert.Equal(repeated, policy.NextDelay(failure, [failure.Kind], repeatable: false) is not null);
        Assert.NotNull(policy.NextDelay(failure, [failure.Kind], repeatable: true));
    }

    [Fact]
    public void The_last_attempt_is_the_last() =>
        Assert.Null(Delay(new RetryPolicy(Options, () => 0), FailureKind.Unavailable, Options.MaxAttempts));

    private static TimeSpan? Delay(RetryPolicy policy, FailureKind kind, int attempts) =>
        policy.NextDelay(new KmsFailureException(kind, "failed"), [.. Enumerable.Repeat(kind, attempts)], repeatable: true);
}
