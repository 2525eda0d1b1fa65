using WalletService.KmsEmulator.Faults;
using WalletService.TestKit.Time;

namespace WalletService.Kms.Google.Tests;

public sealed class HealthTests
{
    private readonly ManualTimeProvider clock = new();

    [Fact]
    public async Task The_key_ring_is_read_once_in_an_interval()
    {
        await using var kms = await StartAsync();

        for (var index = 0; index < 10; index++)
        {
            Assert.True((await kms.Probe.ProbeAsync(CancellationToken.None)).Healthy);
        }

        Assert.Equal(1, kms.Count(Kms.GetRing));
        clock.Advance(TimeSpan.FromSeconds(31));
        await kms.Probe.ProbeAsync(CancellationToken.None);
        Assert.Equal(2, kms.Count(Kms.GetRing));
        Assert.Equal("kms", kms.Probe.Name);
    }

    [Fact]
    public async Task Real_traffic_spares_the_read()
    {
        await using var kms = await StartAsync();
        await kms.NewKeyAsync();

        Assert.True((await kms.Probe.ProbeAsync(CancellationToken.None)).Healthy);
        Assert.Equal(0, kms.Count(Kms.GetRing));
    }

    [Theory]
    [InlineData(FaultKind.Unavailable)]
    [InlineData(FaultKind.PermissionDenied)]
    [InlineData(FaultKind.ConnectionReset)]
    [InlineData(FaultKind.HtmlErrorPage)]
    public async Task A_failed_read_is_unhealthy_and_asked_again_after_the_interval(FaultKind fault)
    {
        await using var kms = await StartAsync();
        kms.Plan(fault, Kms.GetRing);

        Assert.False((await kms.Probe.ProbeAsync(CancellationToken.None)).Healthy);
        Assert.False((await kms.Probe.ProbeAsync(CancellationToken.None)).Healthy);
        Assert.Equal(1, kms.Count(Kms.GetRing));
        clock.Advance(TimeSpan.FromSeconds(31));
        Assert.True((await kms.Probe.ProbeAsync(CancellationToken.None)).Healthy);
    }

    [Fact]
    public async Task A_wallet_whose_key_is_disabled_does_not_make_the_service_unhealthy()
    {
        await using var kms = await StartAsync();
        var key = await kms.NewKeyAsync();
        kms.Plan(FaultKind.DisabledVersion, Kms.Sign);
        await Assert.ThrowsAnyAsync<Exception>(() => kms.SignAsync(key, new byte[] { 1 }));

        Assert.True((await kms.Probe.ProbeAsync(CancellationToken.None)).Healthy);
    }

    /// <summary>Started a while ago, so that the making of the key ring is no recent traffic.</summary>
    private async Task<Kms> StartAsync()
    {
        var kms = await Kms.StartAsync(new() { PendingPolls = 0 }, clock);
        clock.Advance(TimeSpan.FromMinutes(2));
        return kms;
    }
}
