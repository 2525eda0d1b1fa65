using Microsoft.Extensions.DependencyInjection;
using WalletService.Domain.Auditing;
using WalletService.Domain.Ports;
using WalletService.TestKit.Fakes;
using WalletService.TestKit.Time;

namespace WalletService.Domain.Tests.Auditing;

public sealed class AuditCheckpointerTests : IDisposable
{
    private readonly ManualTimeProvider time = new();
    private readonly FakeWalletKeys keys = new();
    private readonly RecordedAuditTelemetry telemetry = new();
    private readonly AuditOptions options = new();
    private readonly ServiceProvider services;

    public AuditCheckpointerTests() =>
        services = new ServiceCollection().AddSingleton<TimeProvider>(time).AddEmbeddedStorage().BuildServiceProvider();

    private ICheckpointStore Store => services.GetRequiredService<ICheckpointStore>();

    [Fact]
    public async Task A_checkpoint_is_made_when_it_is_due_and_not_before()
    {
        var checkpointer = Checkpointer();

        Assert.Equal(options.CheckpointInterval, await checkpointer.MakeDueAsync(default));
        time.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal(TimeSpan.FromMinutes(6), await checkpointer.MakeDueAsync(default));
        Assert.Single(telemetry.Made);
        time.Advance(TimeSpan.FromMinutes(6));
        await checkpointer.MakeDueAsync(default);

        Assert.Equal([1L, 2L], telemetry.Made.Select(checkpoint => checkpoint.Number));
    }

    [Fact]
    public async Task Another_instance_finds_that_none_is_due()
    {
        await Checkpointer().MakeDueAsync(default);

        await Checkpointer().MakeDueAsync(default);

        Assert.Single(telemetry.Made);
        Assert.Equal(1, keys.SignCalls);
        Assert.Equal(telemetry.Made[0], telemetry.Newest);
    }

    [Fact]
    public async Task While_the_vault_is_away_it_is_told_and_tried_again()
    {
        keys.Failure = new PortUnavailableException("kms", "away");
        using var stop = new CancellationTokenSource();
        var running = Checkpointer().RunAsync(stop.Token);
        await Eventually.BecomesTrueAsync(() => Task.FromResult(telemetry.Failures.Count == 1));
        keys.Failure = null;

        await Eventually.BecomesTrueAsync(async () =>
        {
            time.Advance(options.RetryDelay);
            return await Store.FindNewestAsync(default) is not null;
        });

        await stop.CancelAsync();
        await running;
        Assert.IsType<PortUnavailableException>(telemetry.Failures[0]);
        Assert.Single(telemetry.Made);
    }

    [Fact]
    public async Task The_key_is_kept_under_an_id_that_no_wallet_has()
    {
        await Checkpointer().MakeDueAsync(default);

        var key = await keys.CreateAsync(AuditCheckpointer.KeyId, default);
        Assert.Equal(key.Address.Value, telemetry.Made[0].PublicKey);
        Assert.NotEqual(7, AuditCheckpointer.KeyId.Value.Version);
    }

    public void Dispose() => services.Dispose();

    private AuditCheckpointer Checkpointer() => new(Store, keys, telemetry, options, time);
}
