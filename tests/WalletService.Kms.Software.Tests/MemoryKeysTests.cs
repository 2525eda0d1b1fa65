using Microsoft.Extensions.DependencyInjection;
using WalletService.Domain.Ports;
using WalletService.TestKit.Contracts.Keys;

namespace WalletService.Kms.Software.Tests;

public sealed class MemoryKeysTests : WalletKeysContract, IDisposable
{
    private readonly ServiceProvider services = SoftwareKeysServices.Build();

    protected override IWalletKeys Keys => services.GetRequiredService<IKeyVault>();

    public void Dispose() => services.Dispose();
}
