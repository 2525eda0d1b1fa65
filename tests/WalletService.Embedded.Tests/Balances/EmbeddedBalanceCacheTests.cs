using Microsoft.Extensions.DependencyInjection;
using WalletService.Domain.Ports;
using WalletService.TestKit.Contracts.Balances;
using WalletService.TestKit.Time;

namespace WalletService.Embedded.Tests.Balances;

public sealed class EmbeddedBalanceCacheTests : BalanceCacheContract
{
    private readonly ManualTimeProvider time = new();
    private readonly ServiceProvider services;

    public EmbeddedBalanceCacheTests() =>
        services = new ServiceCollection().AddSingleton<TimeProvider>(time).AddEmbeddedCache().BuildServiceProvider();

    protected override IBalanceCache Cache => services.GetRequiredService<IBalanceCache>();

    public override Task InitializeAsync() => Task.CompletedTask;

    public override Task DisposeAsync() => services.DisposeAsync().AsTask();

    protected override void Pass(TimeSpan duration) => time.Advance(duration);
}
