using WalletService.Embedded.Tests.Storage;
using WalletService.TestKit.Contracts;
using WalletService.TestKit.Contracts.Transactions;

namespace WalletService.Embedded.Tests.Transactions;

public sealed class EmbeddedTokenReservationTests : TokenReservationContract
{
    protected override Task<StorageUnderTest> OpenAsync(TimeProvider time) => EmbeddedStorage.OpenAsync(time);
}
