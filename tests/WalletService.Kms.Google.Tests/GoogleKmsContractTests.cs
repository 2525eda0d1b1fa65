using WalletService.Domain.Ports;
using WalletService.TestKit.Contracts.Keys;

namespace WalletService.Kms.Google.Tests;

public sealed class GoogleKmsContractTests : WalletKeysContract, IAsyncLifetime
{
    private Kms? kms;

    protected override IWalletKeys Keys => kms!.Keys;

    public async Task InitializeAsync() => kms = await Kms.StartAsync();

    public async Task DisposeAsync() => await kms!.DisposeAsync();
}
