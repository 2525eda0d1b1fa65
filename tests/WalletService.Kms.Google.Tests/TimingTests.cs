using WalletService.Domain.Ports;
using WalletService.KmsEmulator.Faults;
using WalletService.TestKit.Time;

namespace WalletService.Kms.Google.Tests;

/// <summary>Waits and deadlines, on a clock that the tests move.</summary>
public sealed class TimingTests
{
    private static readonly byte[] Message = [1, 2, 3];

    /// <summary>Ends a test that would otherwise wait for ever on a clock that nobody moves.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly ManualTimeProvider clock = new();

    [Theory]
    [InlineData(FaultKind.RateLimited)]
    [InlineData(FaultKind.RateLimitedWithRetryAfter)]
    public async Task The_wait_that_the_service_asks_for_is_kept(FaultKind fault)
    {
        await using var kms = await Kms.StartAsync(clock: clock);
        var key = await NewKeyAsync(kms);
        kms.Plan(fault, Kms.Sign, delayMs: 7000);

        var signing = kms.SignAsync(key, Message);
        await Eventually.BecomesTrueAsync(() => clock.PendingTimers() is [var wait] && wait >= TimeSpan.FromSeconds(7) && wait < TimeSpan.FromSeconds(8));
        clock.Advance(TimeSpan.FromMilliseconds(6999));
        Assert.Equal(1, kms.Count(Kms.Sign));
        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.NotEmpty(await signing);
        Assert.Equal(2, kms.Count(Kms.Sign));
    }

    [Fact]
    public async Task A_quota_without_a_wait_is_given_more_than_its_second()
    {
        await using var kms = await Kms.StartAsync(clock: clock, settings: ("QuotaRetryDelay", "00:00:01"));
        var key = await NewKeyAsync(kms);
        kms.Plan(FaultKind.RateLimited, Kms.Sign);

        var signing = kms.SignAsync(key, Message);
        await Eventually.BecomesTrueAsync(() => clock.PendingTimers() is [var wait] && wait > TimeSpan.FromSeconds(1) && wait <= TimeSpan.FromSeconds(2));
        clock.Advance(TimeSpan.FromSeconds(2));

        Assert.NotEmpty(await signing);
    }

    [Fact]
    public async Task A_wait_beyond_the_deadline_is_not_begun()
    {
        await using var kms = await Kms.StartAsync(emulator: null, clock, ("TotalTimeout", "00:00:06"), ("AttemptTimeout", "00:00:05"));
        var key = await NewKeyAsync(kms);
        kms.Plan(FaultKind.RateLimited, Kms.Sign, delayMs: 7000);

        await Assert.ThrowsAsync<PortUnavailableException>(() => kms.SignAsync(key, Message).WaitAsync(Patience));

        Assert.Equal(1, kms.Count(Kms.Sign));
    }

    [Fact]
    public async Task An_attempt_without_answer_is_given_up_and_repeated()
    {
        await using var kms = await Kms.StartAsync(clock: clock, settings: ("AttemptTimeout", "00:00:05"));
        var key = await NewKeyAsync(kms);
        kms.Plan(FaultKind.Hang, Kms.Sign);

        var signing = kms.SignAsync(key, Message);
        await Eventually.BecomesTrueAsync(() => kms.Count(Kms.Sign) == 1);
        clock.Advance(TimeSpan.FromSeconds(5));
        await MoveUntilDoneAsync(signing, TimeSpan.FromMilliseconds(1));

        Assert.NotEmpty(await signing);
        Assert.Equal(2, kms.Count(Kms.Sign));
    }

    [Fact]
    public async Task All_attempts_together_keep_the_total_deadline()
    {
        await using var kms = await Kms.StartAsync(
            emulator: null, clock, ("TotalTimeout", "00:00:08"), ("AttemptTimeout", "00:00:05"));
        var key = await NewKeyAsync(kms);
        kms.Plan(FaultKind.Hang, Kms.Sign, times: 0);
        var start = clock.GetUtcNow();

        var signing = kms.SignAsync(key, Message);
        await MoveUntilDoneAsync(signing, TimeSpan.FromMilliseconds(50));

        await Assert.ThrowsAsync<PortUnavailableException>(() => signing);
        Assert.InRange(clock.GetUtcNow() - start, TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(9));
        Assert.Equal(2, kms.Count(Kms.Sign));
    }

    [Fact]
    public async Task A_key_that_stays_in_generation_ends_as_unavailable_at_the_deadline()
    {
        await using var kms = await Kms.StartAsync(
            new() { PendingPolls = 1_000_000 }, clock, ("TotalTimeout", "00:00:30"), ("GenerationPollDelay", "00:00:01"));

        var creating = kms.Keys.CreateAsync(Kms.NewWallet(), CancellationToken.None);
        await MoveUntilDoneAsync(creating, TimeSpan.FromMilliseconds(250));

        var failure = await Assert.ThrowsAsync<PortUnavailableException>(() => creating);
        Assert.Contains("generated", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_breaker_stops_calls_during_an_outage_and_lets_one_through_afterwards()
    {
        await using var kms = await Kms.StartAsync(
            emulator: null, clock, ("MaxAttempts", "1"), ("BreakerMinimumThroughput", "4"), ("BreakerBreakDuration", "00:00:10"));
        var key = await NewKeyAsync(kms);
        clock.Advance(TimeSpan.FromMinutes(5));
        kms.Plan(FaultKind.Unavailable, Kms.Sign, times: 4);
        for (var index = 0; index < 4; index++)
        {
            await Assert.ThrowsAsync<PortUnavailableException>(() => kms.SignAsync(key, Message));
        }

        Assert.Equal(4, kms.Count(Kms.Sign));
        await Assert.ThrowsAsync<PortUnavailableException>(() => kms.SignAsync(key, Message));
        Assert.Equal(4, kms.Count(Kms.Sign));
        Assert.False((await kms.Probe.ProbeAsync(CancellationToken.None)).Healthy);

        clock.Advance(TimeSpan.FromSeconds(11));
        Assert.NotEmpty(await kms.SignAsync(key, Message));
        Assert.True((await kms.Probe.ProbeAsync(CancellationToken.None)).Healthy);
    }

    [Theory]
    [InlineData(FaultKind.DisabledVersion)]
    [InlineData(FaultKind.PermissionDenied)]
    [InlineData(FaultKind.RateLimited)]
    [InlineData(FaultKind.FlippedSignatureBit)]
    public async Task Refusals_quota_and_damage_do_not_open_the_breaker(FaultKind fault)
    {
        await using var kms = await Kms.StartAsync(emulator: null, clock: null, ("MaxAttempts", "1"), ("BreakerMinimumThroughput", "2"));
        var key = await kms.NewKeyAsync();
        kms.Plan(fault, Kms.Sign, times: 20);
        for (var index = 0; index < 20; index++)
        {
            await Assert.ThrowsAnyAsync<Exception>(() => kms.SignAsync(key, Message));
        }

        Assert.NotEmpty(await kms.SignAsync(key, Message));
    }

    [Fact]
    public async Task Creations_beyond_the_burst_wait_for_their_turn()
    {
        await using var kms = await Kms.StartAsync(
            new() { PendingPolls = 0 }, clock, ("WritesPerSecond", "1"), ("WriteBurst", "3"));

        // The making of the key ring took the first turn of the burst.
        await kms.Keys.CreateAsync(Kms.NewWallet(), CancellationToken.None);
        await kms.Keys.CreateAsync(Kms.NewWallet(), CancellationToken.None);
        var waiting = kms.Keys.CreateAsync(Kms.NewWallet(), CancellationToken.None);
        await Eventually.BecomesTrueAsync(() => clock.PendingTimers() is [var wait] && wait == TimeSpan.FromSeconds(1));
        Assert.Equal(2, kms.Count(Kms.CreateKey));
        clock.Advance(TimeSpan.FromSeconds(1));
        await waiting;

        Assert.Equal(3, kms.Count(Kms.CreateKey));
    }

    [Fact]
    public async Task A_creation_whose_turn_comes_too_late_is_refused_at_once_and_takes_no_turn()
    {
        await using var kms = await Kms.StartAsync(
            new() { PendingPolls = 0 }, clock, ("WritesPerSecond", "0.1"), ("WriteBurst", "1"), ("TotalTimeout", "00:00:09"), ("AttemptTimeout", "00:00:09"));

        for (var index = 0; index < 3; index++)
        {
            await Assert.ThrowsAsync<PortUnavailableException>(() => kms.Keys.CreateAsync(Kms.NewWallet(), CancellationToken.None).WaitAsync(Patience));
        }

        clock.Advance(TimeSpan.FromSeconds(10));
        await kms.Keys.CreateAsync(Kms.NewWallet(), CancellationToken.None);
        Assert.Equal(1, kms.Count(Kms.CreateKey));
    }

    /// <summary>Creation polls at least once, on the manual clock.</summary>
    private async Task<WalletKey> NewKeyAsync(Kms kms)
    {
        var creating = kms.CreateKeyAsync();
        await MoveUntilDoneAsync(creating, TimeSpan.FromMilliseconds(1));
        kms.Emulator.Calls.Reset();
        return await creating;
    }

    private async Task MoveUntilDoneAsync(Task task, TimeSpan step) =>
        await Eventually.BecomesTrueAsync(() =>
        {
            clock.Advance(step);
            return task.IsCompleted;
        });
}
