using System.Globalization;
using WalletService.Domain.Diagnosis;
using WalletService.Domain.Ports;

namespace WalletService.Host.Diagnosis;

/// <summary>Compares the last booked block with the newest one of the chain.</summary>
internal sealed class DepositLagExamination(IBacklogReader backlogs, IBlockSource blocks) : IExamination
{
    private const string Subject = "deposits.lag";

    /// <summary>As the alert's threshold. Some 32 slots are no lag: only finalized blocks are booked.</summary>
    private const ulong ManySlots = 180;

    public async Task<IReadOnlyList<Observation>> ExamineAsync(CancellationToken cancellationToken)
    {
        try
        {
            var backlog = await backlogs.ReadAsync(cancellationToken);
            if (backlog.BookedSlot is not { } booked)
            {
                return [Observation.Remark(Subject, "No block was booked yet.", "The books open when an instance runs with Deposits:Enabled. Runbook: Deposits are late.")];
            }

            return [Of(booked, await blocks.GetNewestSlotAsync(Commitment.Confirmed, cancellationToken))];
        }
        catch (PortUnavailableException exception)
        {
            return [Observation.Remark(Subject, $"It can't be told: {exception.Message}", "Repair what is said of postgres and of the nodes first.")];
        }
    }

    private static Observation Of(ulong booked, ulong newest)
    {
        var lag = newest > booked ? newest - booked : 0;
        var detail = string.Create(CultureInfo.InvariantCulture, $"The books are {lag} slots behind the newest block, {newest}.");
        return lag <= ManySlots
            ? Observation.Well(Subject, detail)
            : Observation.Trouble(Subject, detail, "Are the nodes fast enough, does the scanning instance have room? Runbook: Deposits are late.");
    }
}
