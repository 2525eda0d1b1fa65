using WalletService.Domain.Ports;
using WalletService.TestKit.Contracts.Keys;
using WalletService.TestKit.Fakes;

namespace WalletService.Kms.Software.Tests;

/// <summary>The fake that other tests build on keeps to the contract of the real adapters.</summary>
public sealed class FakeWalletKeysTests : WalletKeysContract
{
    protected override IWalletKeys Keys { get; } = new FakeWalletKeys();
}
