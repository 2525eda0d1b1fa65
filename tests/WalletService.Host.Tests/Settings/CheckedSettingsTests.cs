using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using WalletService.Domain.Auditing;
using WalletService.Domain.Ports;
using WalletService.Host.Composition;
using WalletService.Host.Settings;
using WalletService.TestKit.Servers;
using WalletService.TestKit.Time;

namespace WalletService.Host.Tests.Settings;

/// <summary>Mounted files change just while they are checked: the service goes by what was checked.</summary>
public sealed class CheckedSettingsTests : IDisposable
{
    private const string Setting = "Limits:ReadsPerUser";
    private readonly TemporaryFolder folder = new("checked");
    private readonly ManualTimeProvider time = new();
    private readonly RecordedTrail trail = new();
    private readonly WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public CheckedSettingsTests()
    {
        Write("100");
        builder.Configuration["Service:SettingsDirectory"] = folder.Path;
        builder.AddSettings();
    }

    public void Dispose()
    {
        services.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task What_is_written_while_it_is_checked_is_not_taken_up_unchecked()
    {
        var seen = new ConcurrentQueue<string?>();
        using var reload = Reload(candidate =>
        {
            seen.Enqueue(candidate[Setting]);
            Write("-1");
            return candidate[Setting] == "-1" ? [$"{Setting} is below 0."] : [];
        });
        Write("50");
        await reload.StartAsync(CancellationToken.None);

        await Eventually.BecomesTrueAsync(() => trail.Count == 1);
        Assert.Equal("50", builder.Configuration[Setting]);
        Assert.Equal(["50"], seen);

        // The next look finds the wrong one, and refuses it.
        await Eventually.BecomesTrueAsync(() =>
        {
            time.Advance(TimeSpan.FromMinutes(1));
            return seen.Count == 2;
        });
        await reload.StopAsync(CancellationToken.None);
        Assert.Equal(["50", "-1"], seen);
        Assert.Equal("50", builder.Configuration[Setting]);
    }

    [Fact]
    public async Task A_misspelt_setting_is_refused_with_all_that_comes_with_it()
    {
        using var reload = Reload(_ => []);
        Write("50");
        await File.WriteAllTextAsync(folder.PathOf("Limits__ReadPerCaller"), "7");
        await reload.StartAsync(CancellationToken.None);

        // It has looked once it waits for the next time.
        await Eventually.BecomesTrueAsync(() => time.PendingTimers().Count == 1);
        await reload.StopAsync(CancellationToken.None);

        Assert.Equal("100", builder.Configuration[Setting]);
        Assert.Null(builder.Configuration["Limits:ReadPerCaller"]);
        Assert.Equal(0, trail.Count);
    }

    [Fact]
    public void Files_that_change_between_the_start_and_the_first_look_are_not_taken_for_known()
    {
        var mounted = ((IConfigurationBuilder)builder.Configuration).Sources.OfType<MountedSettings>().Single();
        Write("50");

        // Another source, added later, has every one loaded again.
        builder.Configuration.AddInMemoryCollection();

        Assert.Equal("100", builder.Configuration[Setting]);
        Assert.Equal("100", mounted.Taken[Setting]);
        Assert.Equal("50", mounted.Read()[Setting]);
    }

    private SettingsReload Reload(Func<IConfiguration, IEnumerable<string>> judge) => new(
        builder.Configuration,
        [new ReloadableSection("Limits", judge)],
        trail,
        new ServiceOptions(),
        services.GetRequiredService<IMeterFactory>(),
        time,
        NullLogger<SettingsReload>.Instance);

    private void Write(string value) => File.WriteAllText(folder.PathOf("Limits__ReadsPerUser"), value);

    private sealed class RecordedTrail : IAuditTrail
    {
        private int count;

        public int Count => Volatile.Read(ref count);

        public Task RecordAsync(AuditDraft draft, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref count);
            return Task.CompletedTask;
        }

        public Task<AuditEntry?> FindNewestAsync(string action, CancellationToken cancellationToken) => Task.FromResult<AuditEntry?>(null);
    }
}
