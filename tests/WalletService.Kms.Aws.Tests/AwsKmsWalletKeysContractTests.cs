using WalletService.Domain.Ports;
using WalletService.TestKit.Contracts.Keys;

namespace WalletService.Kms.Aws.Tests;

public sealed class AwsKmsWalletKeysContractTests : WalletKeysContract, IAsyncLifetime
{
    private AwsKmsVault? vault;

    protected override IWalletKeys Keys => vault!.Keys;

    public async Task InitializeAsync() => vault = await AwsKmsVault.StartAsync();

    public async Task DisposeAsync() => await vault!.DisposeAsync();
}
