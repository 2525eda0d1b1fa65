using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using WalletService.Domain.Auditing;
using WalletService.Domain.Ports;
using WalletService.Host.Composition;
using WalletService.Host.Security;
using WalletService.Host.Tests.Events;
using WalletService.TestKit.Servers;
using WalletService.TestKit.Time;

namespace WalletService.Host.Tests.Security;

/// <summary>An instance's own kill switch can't be thrown or taken back without an entry in the audit log.</summary>
public sealed class KillSwitchRecorderTests : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new("kill-switch-recorder");
    private readonly ManualTimeProvider time = new();
    private readonly ServiceProvider storage;
    private readonly InterruptedTrail trail;
    private readonly ServiceOptions options;

    public KillSwitchRecorderTests()
    {
        storage = new ServiceCollection().AddSingleton<TimeProvider>(time).AddEmbeddedStorage().BuildServiceProvider(validateScopes: true);
        trail = new InterruptedTrail(storage.GetRequiredService<IAuditTrail>());
        options = new ServiceOptions { InstanceId = "instance-7", KillSwitchFile = folder.PathOf("stop"), ProbeInterval = TimeSpan.FromSeconds(5) };
    }

    public async ValueTask DisposeAsync()
    {
        await storage.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Each_edge_is_one_entry_with_the_instances_name()
    {
        using var recorder = Create();
        await recorder.LookAsync(default);
        Assert.Empty(trail.Written);

        Throw();
        await recorder.LookAsync(default);
        await recorder.LookAsync(default);
        var thrown = await trail.FindNewestAsync(AuditActions.KillSwitchThrown, default);
        Assert.Equal(("instance-7", "file"), (thrown!.Details["instance"], thrown.Details["by"]));

        TakeBack();
        await recorder.LookAsync(default);
        await recorder.LookAsync(default);
        Assert.Equal(
            [AuditActions.KillSwitchThrown, AuditActions.KillSwitchTakenBack], trail.Written.Select(entry => entry.Action));
    }

    [Fact]
    public async Task What_happened_while_the_database_was_away_is_written_in_order_when_it_is_back()
    {
        using var recorder = Create();
        var start = time.GetUtcNow();
        trail.IsAway = true;
        Throw();
        await recorder.LookAsync(default);
        time.Advance(TimeSpan.FromMinutes(1));
        TakeBack();
        await recorder.LookAsync(default);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Empty(trail.Written);

        trail.IsAway = false;
        await recorder.LookAsync(default);
        await recorder.LookAsync(default);

        Assert.Equal(
            [(AuditActions.KillSwitchThrown, $"{start:O}"), (AuditActions.KillSwitchTakenBack, $"{start.AddMinutes(1):O}")],
            trail.Written.Select(entry => (entry.Action, entry.Details["seenAt"])));
    }

    [Fact]
    public async Task A_switch_that_is_thrown_when_the_instance_starts_is_told()
    {
        options.KillSwitch = true;
        using var recorder = Create();

        await recorder.StartAsync(default);
        await Eventually.BecomesTrueAsync(() => Task.FromResult(trail.Written.Count == 1));
        await recorder.StopAsync(default);

        Assert.Equal((AuditActions.KillSwitchThrown, "setting"), (trail.Written[0].Action, trail.Written[0].Details["by"]));
    }

    [Fact]
    public async Task The_service_tells_it_without_being_asked()
    {
        await using var service = await StreamingService.StartAsync(("Service:KillSwitchFile", options.KillSwitchFile!), ("Service:ProbeInterval", "00:00:00.1"));
        Throw();

        var entry = await Eventually.HasValueAsync(
            () => service.AuditTrail.FindNewestAsync(AuditActions.KillSwitchThrown, default), TimeSpan.FromMinutes(1));
        Assert.Equal("file", entry.Details["by"]);
    }

    private KillSwitchRecorder Create() => new(new KillSwitch(options), trail, options, time, NullLogger<KillSwitchRecorder>.Instance);

    private void Throw() => File.WriteAllText(options.KillSwitchFile!, string.Empty);

    private void TakeBack() => File.Delete(options.KillSwitchFile!);

    /// <summary>A log that can be away, and tells what was written to it.</summary>
    private sealed class InterruptedTrail(IAuditTrail inner) : IAuditTrail
    {
        private volatile IReadOnlyList<AuditDraft> written = [];

        public bool IsAway { get; set; }

        public IReadOnlyList<AuditDraft> Written => written;

        public async Task RecordAsync(AuditDraft draft, CancellationToken cancellationToken)
        {
            if (IsAway)
            {
                throw new PortUnavailableException("postgres", "The database is away.");
            }

            await inner.RecordAsync(draft, cancellationToken);
            written = [.. written, draft];
        }

        public Task<AuditEntry?> FindNewestAsync(string action, CancellationToken cancellationToken) => inner.FindNewestAsync(action, cancellationToken);
    }
}
