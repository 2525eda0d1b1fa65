using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using WalletService.Domain.Ports;
using WalletService.KmsEmulator.Faults;
using WalletService.TestKit.Time;

namespace WalletService.Kms.Google.Tests;

/// <summary>Keys in more than one location.</summary>
public sealed class LocationTests
{
    private const string Preferred = "europe-west6";
    private const string Fallback = "us-east1";
    private static readonly byte[] Message = [1, 2, 3];

    [Fact]
    public async Task Keys_are_made_in_the_preferred_location()
    {
        await using var kms = await StartAsync();

        Assert.Contains($"/locations/{Preferred}/", (await kms.NewKeyAsync()).KeyVersionName, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_it_is_away_they_are_made_in_the_next_one_and_stay_there()
    {
        await using var kms = await StartAsync(("BreakerMinimumThroughput", "2"));
        var before = await kms.NewKeyAsync();
        PlanOutage(kms, Preferred);

        var meanwhile = await kms.NewKeyAsync();
        var another = await kms.NewKeyAsync();

        Assert.All([meanwhile, another], key => Assert.Contains($"/locations/{Fallback}/", key.KeyVersionName, StringComparison.Ordinal));
        Assert.NotEmpty(await kms.SignAsync(meanwhile, Message));
        await Assert.ThrowsAsync<PortUnavailableException>(() => kms.SignAsync(before, Message));

        kms.Emulator.Faults.Clear();
        Assert.NotEmpty(await kms.SignAsync(meanwhile, Message));
    }

    [Fact]
    public async Task When_all_are_away_no_key_is_made()
    {
        await using var kms = await StartAsync();
        PlanOutage(kms, Preferred);
        PlanOutage(kms, Fallback);

        await Assert.ThrowsAsync<PortUnavailableException>(() => kms.Keys.CreateAsync(Kms.NewWallet(), CancellationToken.None));
    }

    [Theory]
    [InlineData(FaultKind.PermissionDenied)]
    [InlineData(FaultKind.RateLimited)]
    public async Task A_refusal_and_a_used_up_quota_are_no_outage_of_a_location(FaultKind fault)
    {
        await using var kms = await StartAsync();
        kms.Plan(fault, Kms.CreateKey, times: 0);

        await Assert.ThrowsAnyAsync<Exception>(() => kms.Keys.CreateAsync(Kms.NewWallet(), CancellationToken.None));

        Assert.All(kms.Emulator.Calls.Latest(), call => Assert.Contains($"/locations/{Preferred}/", call.Target, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_key_ring_is_made_at_the_start_in_every_location_when_that_is_wanted()
    {
        await using var kms = await StartAsync();
        await using var services = Kms.BuildServices(
            kms.Emulator.BaseAddress, null, null, ("FallbackLocationIds:0", Fallback), ("CreateKeyRing", "true"), ("KeyRingId", "made-at-start"));

        foreach (var service in services.GetServices<IHostedService>())
        {
            await service.StartAsync(CancellationToken.None);
        }

        await Eventually.BecomesTrueAsync(() => kms.Count("keyRings.create") == 2);
        Assert.NotNull(await services.GetRequiredService<IKeyVault>().CreateAsync(Kms.NewWallet(), CancellationToken.None));
    }

    private static Task<Kms> StartAsync(params (string, string)[] settings) => Kms.StartAsync(
        settings: [("FallbackLocationIds:0", Fallback), ("MaxAttempts", "2"), .. settings]);

    private static void PlanOutage(Kms kms, string location) =>
        kms.Emulator.Faults.Add(new Fault { Kind = FaultKind.Unavailable, Location = location, Times = 0 });
}
