using WalletService.Domain.Policies;
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
        Same(expected.Policy, actual.Policy);
        Assert.Equal(expected.Error?.Code, actual.Error?.Code);
        Assert.Equal(expected.Error?.Message, actual.Error?.Message);
        Assert.Equal(expected.Error?.Retryable, actual.Error?.Retryable);
        Assert.Equal(expected.Error?.Details.OrderBy(detail => detail.Key, StringComparer.Ordinal), actual.Error?.Details.OrderBy(detail => detail.Key, StringComparer.Ordinal));
    }

    private static void Same(TransferPolicy? expected, TransferPolicy? actual)
    {
        Assert.Equal(expected?.Pin, actual?.Pin);
        Assert.Equal(expected?.Demands, actual?.Demands);
        Assert.Equal(expected?.ApprovalsUntil, actual?.ApprovalsUntil);
        Assert.Equal(expected?.Approvals, actual?.Approvals);
        Assert.Equal(expected?.Facts.Movements, actual?.Facts.Movements);
        Assert.Equal(expected?.Facts.Programs, actual?.Facts.Programs);
        Assert.Equal(expected?.Facts.Findings, actual?.Facts.Findings);
        Assert.Equal(expected?.Facts.Signals, actual?.Facts.Signals);
        Assert.Equal((expected?.Facts.Risk, expected?.Facts.IsDeclared), (actual?.Facts.Risk, actual?.Facts.IsDeclared));
    }

    /// <summary>The transfer without the members that records compare by reference.</summary>
    private static Transfer Comparable(Transfer transfer) => transfer with
    {
        Error = null,
        Policy = null,
        Attempt = transfer.Attempt is null ? null : transfer.Attempt with { WireTransaction = default },
    };
}
