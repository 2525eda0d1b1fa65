using WalletService.Embedded.Tests.Storage;
using WalletService.TestKit.Contracts;
using WalletService.TestKit.Contracts.Anomalies;

namespace WalletService.Embedded.Tests.Anomalies;

public sealed class EmbeddedPaymentHistoryTests : PaymentHistoryContract
{
    protected override Task<StorageUnderTest> OpenAsync(TimeProvider time) => EmbeddedStorage.OpenAsync(time);
}
