using WalletService.Domain.Transactions;
using Xunit;

namespace WalletService.TestKit.Contracts;

/// <summary>Compares transfers by content: bytes and details of errors included.</summary>
public static class TransferAssert
{
    public static void Same(Transfer expected, Transfer actual)
    {
        Assert.Equal(Comparable(expected), Comparable(actual));
        Assert.Equal(expected.Attempt?.WireTransaction.ToArray(), actual.Attempt?.WireTransaction.ToArray());
        Assert.Equal(expected.Error?.Code, actual.Error?.Code);
        Assert.Equal(expected.Error?.Message, actual.Error?.Message);
        Assert.Equal(expected.Error?.Retryable, actual.Error?.Retryable);
        Assert.Equal(expected.Error?.Details.OrderBy(detail => detail.Key, StringComparer.Ordinal), actual.Error?.Details.OrderBy(detail => detail.Key, StringComparer.Ordinal));
    }

    /// <summary>The transfer without the members that records compare by reference.</summary>
    private static Transfer Comparable(Transfer transfer) => transfer with
    {
        Error = null,
        Attempt = transfer.Attempt is null ? null : transfer.Attempt with { WireTransaction = default },
    };
}
