using Microsoft.Extensions.DependencyInjection;
using WalletService.Domain.Ports;
using WalletService.TestKit.Contracts.Limits;
using WalletService.TestKit.Time;

namespace WalletService.Embedded.Tests.Limits;

public sealed class EmbeddedWorkLockTests : WorkLockContract
{
    private readonly ManualTimeProvider time = new();
    private readonly ServiceProvider services;

    public EmbeddedWorkLockTests() =>
        services = new ServiceCollection().AddSingleton<TimeProvider>(time).AddEmbeddedCache().BuildServiceProvider();

    protected override IWorkLock Lock => services.GetRequiredService<IWorkLock>();

    public override Task InitializeAsync() => Task.CompletedTask;

    public override Task DisposeAsync() => services.DisposeAsync().AsTask();

    protected override void Pass(TimeSpan duration) => time.Advance(duration);
}
