using WalletService.Domain.Features;
using WalletService.Domain.Ports;
using Xunit;

namespace WalletService.TestKit.Contracts.Features;

/// <summary>How every <see cref="IFeatureStore"/> keeps flags.</summary>
public abstract class FeatureStoreContract : StorageContract
{
    [Fact]
    public async Task Keeps_what_was_set_last()
    {
        var off = await SetAsync(Feature.Batches, isOn: false);
        Assert.Contains(off, await Storage.Features.ReadAsync(default));

        var on = await SetAsync(Feature.Batches, isOn: true);

        Assert.Equal(on, Assert.Single(await Storage.Features.ReadAsync(default), setting => setting.Feature == Feature.Batches));
    }

    [Fact]
    public async Task Each_change_is_recorded_with_what_held_before()
    {
        await SetAsync(Feature.KeyPool, isOn: false);
        var first = await Storage.AuditTrail.FindNewestAsync("feature.set", default);
        await SetAsync(Feature.KeyPool, isOn: true);
        var second = await Storage.AuditTrail.FindNewestAsync("feature.set", default);

        Assert.Equal(("key-pool", "on", "off", Caller.Value, "A test"), (
            first!.Details["feature"], first.Details["old"], first.Details["new"], first.Details["by"], first.Details["reason"]));
        Assert.Equal(("off", "on"), (second!.Details["old"], second.Details["new"]));
        Assert.Equal(first.Hash, second.PreviousHash);
    }

    [Fact]
    public async Task What_is_set_so_already_stays_as_it_is()
    {
        var first = await SetAsync(Feature.HedgedReads, isOn: false);
        var entry = await Storage.AuditTrail.FindNewestAsync("feature.set", default);

        var again = await Storage.Features.SetAsync(first with { Reason = "Another reason", SetAt = Time.GetUtcNow().AddHours(1) }, true, default);

        Assert.Equal(first, again);
        Assert.Equal(entry!.Hash, (await Storage.AuditTrail.FindNewestAsync("feature.set", default))!.Hash);
    }

    [Fact]
    public async Task Of_equal_changes_at_once_one_holds()
    {
        var settings = await InParallelAsync(8, number => Storage.Features.SetAsync(
            New(Feature.MessageSigning, isOn: false) with { Reason = $"Reason {number}" }, true, default));

        Assert.Single(settings.Distinct());
    }

    [Fact]
    public async Task Two_instances_see_the_change_of_either()
    {
        var defaults = new FeatureOptions();
        var here = new FeatureFlags(Storage.Features, defaults);
        var there = new FeatureFlags(Storage.Features, defaults);
        await here.EnsureReadAsync(default);
        await there.EnsureReadAsync(default);

        var set = await new FeatureService(Storage.Features, here, defaults, Time).SetAsync(
            Caller, Feature.TokenTransfers, isOn: false, "A test", default);

        Assert.False(set.IsOn);
        Assert.False(here.IsOn(Feature.TokenTransfers));
        Assert.True(there.IsOn(Feature.TokenTransfers));
        await there.RefreshAsync(default);
        Assert.False(there.IsOn(Feature.TokenTransfers));
    }

    private Task<FeatureSetting> SetAsync(Feature feature, bool isOn) => Storage.Features.SetAsync(New(feature, isOn), true, default);

    private FeatureSetting New(Feature feature, bool isOn) => new(feature, isOn, "A test", Caller, Time.GetUtcNow());
}
