using WalletService.Domain.Diagnosis;
using WalletService.Domain.Operations;
using WalletService.Domain.Ports;
using WalletService.Host.Diagnosis;
using WalletService.TestKit.Fakes;

namespace WalletService.Host.Tests.Diagnosis;

/// <summary>How far the books are behind the chain, in the first diagnosis.</summary>
public sealed class DepositLagExaminationTests
{
    private readonly ScriptedChain chain = new(firstSlot: 1_000);

    [Theory]
    [InlineData(1_000UL, ObservationState.Well, "0 slots behind the newest block, 1000")]
    [InlineData(1_003UL, ObservationState.Well, "0 slots behind the newest block, 1000")]
    [InlineData(820UL, ObservationState.Well, "180 slots behind")]
    [InlineData(819UL, ObservationState.Trouble, "181 slots behind")]
    public async Task The_books_may_be_behind_the_newest_block_but_not_far(ulong booked, ObservationState state, string words)
    {
        var observation = Assert.Single(await ExamineAsync(new KnownBacklog(booked)));

        Assert.Equal("deposits.lag", observation.Subject);
        Assert.Equal(state, observation.State);
        Assert.Contains(words, observation.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Books_that_were_never_opened_are_a_remark() =>
        Assert.Equal(ObservationState.Remark, Assert.Single(await ExamineAsync(new KnownBacklog(null))).State);

    [Fact]
    public async Task What_can_not_be_read_is_a_remark() =>
        Assert.Equal(ObservationState.Remark, Assert.Single(await ExamineAsync(new AbsentBacklog())).State);

    private Task<IReadOnlyList<Observation>> ExamineAsync(IBacklogReader backlogs) =>
        new DepositLagExamination(backlogs, chain).ExamineAsync(CancellationToken.None);

    private sealed class KnownBacklog(ulong? bookedSlot) : IBacklogReader
    {
        public Task<Backlog> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(new Backlog
        {
            Transfers = [],
            ReservedLamports = 0,
            OpenBatches = 0,
            UnpublishedEvents = 0,
            BookedSlot = bookedSlot,
            DifferingAccounts = 0,
        });
    }

    private sealed class AbsentBacklog : IBacklogReader
    {
        public Task<Backlog> ReadAsync(CancellationToken cancellationToken) =>
            throw new PortUnavailableException("postgres", "The database can't be reached.");
    }
}
