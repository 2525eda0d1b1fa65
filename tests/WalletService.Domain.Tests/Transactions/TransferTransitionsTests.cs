using WalletService.Domain.Transactions;

namespace WalletService.Domain.Tests.Transactions;

public sealed class TransferTransitionsTests
{
    [Fact]
    public void Nothing_unsigned_fails_or_expires_and_nothing_signed_is_rejected_or_cancelled()
    {
        foreach (var from in Enum.GetValues<TransferStatus>())
        {
            var isUnsigned = from is TransferStatus.Received or TransferStatus.AwaitingApproval or TransferStatus.Ready;
            foreach (var to in TransferTransitions.From(from))
            {
                Assert.True(isUnsigned || to is not (TransferStatus.Rejected or TransferStatus.Cancelled), $"{from} -> {to}");
                Assert.True(!isUnsigned || to is not (TransferStatus.Failed or TransferStatus.Expired), $"{from} -> {to}");
            }
        }
    }

    [Fact]
    public void What_was_seen_in_a_block_never_expires_straight_away() =>
        Assert.False(TransferTransitions.Allows(TransferStatus.Confirmed, TransferStatus.Expired));

    [Theory]
    [InlineData(TransferStatus.Finalized)]
    [InlineData(TransferStatus.Rejected)]
    [InlineData(TransferStatus.Failed)]
    [InlineData(TransferStatus.Expired)]
    [InlineData(TransferStatus.Cancelled)]
    public void An_end_is_an_end(TransferStatus end)
    {
        Assert.True(end.IsEnd());
        Assert.Empty(TransferTransitions.From(end));
    }

    [Fact]
    public void Every_state_can_be_reached_from_Received()
    {
        var reached = new HashSet<TransferStatus> { TransferStatus.Received };
        var next = new Queue<TransferStatus>(reached);
        while (next.TryDequeue(out var status))
        {
            foreach (var to in TransferTransitions.From(status).Where(reached.Add))
            {
                next.Enqueue(to);
            }
        }

        Assert.Equal(Enum.GetValues<TransferStatus>().Order(), reached.Order());
    }
}
