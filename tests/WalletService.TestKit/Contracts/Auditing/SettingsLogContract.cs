using WalletService.Domain.Auditing;
using WalletService.Domain.Ports;
using Xunit;

namespace WalletService.TestKit.Contracts.Auditing;

/// <summary>How every <see cref="ISettingsLog"/> tells that settings have changed.</summary>
public abstract class SettingsLogContract : StorageContract
{
    [Fact]
    public async Task Tells_which_settings_have_changed_since_the_latest_start()
    {
        var tag = NewUser().Value;
        await RecordAsync((tag, "1"), ("A", "1"), ("B", "1"), ("C", "1"));
        var first = await NewestAsync();

        Assert.True(await RecordAsync((tag, "1"), ("A", "1"), ("B", "2"), ("D", "1")));
        var changed = await NewestAsync();

        Assert.Equal("B C D", changed.Details["changed"]);
        Assert.NotEqual(first.Details["hash"], changed.Details["hash"]);
        Assert.Equal("instance-1", changed.Details["instance"]);
    }

    [Fact]
    public async Task Says_nothing_of_a_start_with_the_same_settings()
    {
        var tag = NewUser().Value;
        await RecordAsync((tag, "1"), ("A", "1"));
        var before = await NewestAsync();

        Assert.False(await RecordAsync(("A", "1"), (tag, "1")));
        Assert.Equal(before.Hash, (await NewestAsync()).Hash);
    }

    [Fact]
    public async Task Writes_one_entry_for_instances_that_start_at_once()
    {
        var tag = NewUser().Value;

        var written = await InParallelAsync(8, _ => RecordAsync((tag, "1"), ("A", "1")));

        Assert.Single(written, isWritten => isWritten);
    }

    private Task<bool> RecordAsync(params (string Name, string Value)[] settings) => Storage.Settings.RecordAsync(
        SettingsSnapshot.Of(settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Value))), "instance-1", default);

    private async Task<AuditEntry> NewestAsync()
    {
        var entry = await Storage.AuditTrail.FindNewestAsync(AuditActions.SettingsChanged, default);
        Assert.NotNull(entry);
        return entry;
    }
}
