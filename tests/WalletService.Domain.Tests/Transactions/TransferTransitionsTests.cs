using WalletService.Domain.Transactions;

namespace WalletService.Domain.Tests.Transactions;

public sealed class TransferTransitionsTests
{
    [Fact]
    public void Nothing_live_is_rejected_or_cancelled_and_nothing_fails_that_was_not_signed()
    {
        foreach (var from in Enum.GetValues<TransferStatus>())
        {
            var hasLiveAttempt = from is TransferStatus.Signed or TransferStatus.Submitted or TransferStatus.Confirmed;
            foreach (var to in TransferTransitions.From(from))
            {
                Assert.True(!hasLiveAttempt || to is not (TransferStatus.Rejected or TransferStatus.Cancelled), $"{from} -> {to}");
                Assert.True(hasLiveAttempt || to is not TransferStatus.Failed, $"{from} -> {to}");
            }
        }
    }

    [Fact]
    public void Only_what_may_be_dead_is_signed_again() => Assert.Equal(
        [TransferStatus.Received, TransferStatus.AwaitingApproval, TransferStatus.Signed, TransferStatus.Submitted],
        Enum.GetValues<TransferStatus>().Where(from => TransferTransitions.Allows(from, TransferStatus.Ready)));

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
