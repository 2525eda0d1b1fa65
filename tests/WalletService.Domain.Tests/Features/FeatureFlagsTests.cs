using WalletService.Domain.Features;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;

namespace WalletService.Domain.Tests.Features;

public sealed class FeatureFlagsTests
{
    private static readonly FeatureSetting BatchesOff =
        new(Feature.Batches, IsOn: false, "A test", CallerId.Parse("operations"), DateTimeOffset.UnixEpoch);

    private readonly SwitchableStore store = new();

    [Fact]
    public async Task Before_the_first_reading_the_settings_of_the_service_hold()
    {
        store.IsAway = true;
        var flags = new FeatureFlags(store, new FeatureOptions { KeyPool = false });

        await Assert.ThrowsAsync<PortUnavailableException>(() => flags.RefreshAsync(default));

        Assert.False(flags.IsOn(Feature.KeyPool));
        Assert.True(flags.IsOn(Feature.HedgedReads));
    }

    [Fact]
    public async Task A_request_waits_for_the_first_reading()
    {
        store.IsAway = true;
        var flags = new FeatureFlags(store, new FeatureOptions());

        await Assert.ThrowsAsync<PortUnavailableException>(async () => await flags.EnsureReadAsync(default));
        store.IsAway = false;
        store.Settings = [BatchesOff];
        await flags.EnsureReadAsync(default);

        Assert.False(flags.IsOn(Feature.Batches));
    }

    [Fact]
    public async Task While_the_store_is_away_what_was_read_last_holds()
    {
        store.Settings = [BatchesOff];
        var flags = new FeatureFlags(store, new FeatureOptions());
        await flags.RefreshAsync(default);

        store.IsAway = true;
        await Assert.ThrowsAsync<PortUnavailableException>(() => flags.RefreshAsync(default));
        await flags.EnsureReadAsync(default);

        Assert.False(flags.IsOn(Feature.Batches));
        Assert.Equal(BatchesOff, flags.States.Single(state => state.Feature == Feature.Batches).Setting);
    }

    [Fact]
    public async Task What_an_administrator_has_set_counts_more_than_the_settings_of_the_service()
    {
        store.Settings = [BatchesOff with { IsOn = true }];
        var flags = new FeatureFlags(store, new FeatureOptions { Batches = false, MessageSigning = false });

        await flags.RefreshAsync(default);

        Assert.True(flags.IsOn(Feature.Batches));
        Assert.Equal([Feature.MessageSigning], flags.States.Where(state => !state.IsOn).Select(state => state.Feature));
    }

    [Fact]
    public void Every_feature_has_a_name_a_default_and_no_name_twice()
    {
        Assert.All(FeatureNames.All, feature =>
        {
            Assert.True(FeatureNames.TryParse(FeatureNames.Of(feature), out var parsed));
            Assert.Equal(feature, parsed);
            Assert.True(new FeatureOptions().IsOn(feature));
        });
        Assert.False(FeatureNames.TryParse("Batches", out _));
        Assert.False(FeatureNames.TryParse(null, out _));
    }

    private sealed class SwitchableStore : IFeatureStore
    {
        public bool IsAway { get; set; }

        public IReadOnlyList<FeatureSetting> Settings { get; set; } = [];

        public Task<FeatureSetting> SetAsync(FeatureSetting setting, bool isOnByDefault, CancellationToken cancellationToken) =>
            Task.FromResult(setting);

        public Task<IReadOnlyList<FeatureSetting>> ReadAsync(CancellationToken cancellationToken) => IsAway
            ? Task.FromException<IReadOnlyList<FeatureSetting>>(new PortUnavailableException("postgres", "away"))
            : Task.FromResult(Settings);
    }
}
