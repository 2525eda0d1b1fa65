using System.Globalization;
using WalletService.Domain.Auditing;
using WalletService.Domain.Diagnosis;
using WalletService.Domain.Freezes;
using WalletService.Domain.Ports;
using WalletService.Host.Security;

namespace WalletService.Host.Diagnosis;

/// <summary>Looks at what is frozen, and at how old the newest checkpoint of the audit log is.</summary>
internal sealed class SafetyExamination(
    IFreezeStore freezes, ICheckpointStore checkpoints, KillSwitch killSwitch, AuditOptions audit, TimeProvider time) : IExamination
{
    /// <summary>As the alert: so many intervals without a checkpoint are too many.</summary>
    private const int MostIntervals = 3;

    public async Task<IReadOnlyList<Observation>> ExamineAsync(CancellationToken cancellationToken)
    {
        try
        {
            return
            [
                killSwitch.IsThrown
                    ? Observation.Trouble("kill-switch", "The kill switch of these settings is thrown.", "Ask who did it, and why. Runbook: WalletEverythingFrozen.")
                    : Observation.Well("kill-switch", "It is not thrown."),
                Of(await freezes.ListAsync(cancellationToken)),
                Of(await checkpoints.FindNewestAsync(cancellationToken)),
            ];
        }
        catch (PortUnavailableException exception)
        {
            return [Observation.Trouble("freezes", exception.Message, "Repair what is said of postgres first.")];
        }
    }

    private static Observation Of(IReadOnlyList<Freeze> frozen)
    {
        if (frozen.FirstOrDefault(freeze => freeze.Target == FreezeTarget.Everything) is { } everything)
        {
            var since = everything.FrozenAt.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            return Observation.Trouble(
                "freezes", $"Everything is frozen since {since} by {everything.FrozenBy}: {everything.Reason}", "Ask whether it is still wanted. Runbook: WalletEverythingFrozen.");
        }

        return frozen.Count == 0
            ? Observation.Well("freezes", "Nothing is frozen.")
            : Observation.Remark("freezes", $"{frozen.Count} freeze(s) are in force.", "See walletctl freezes. Runbook: WalletFreezeActive.");
    }

    private Observation Of(AuditCheckpoint? newest)
    {
        if (newest?.At is not { } at)
        {
            return Observation.Remark("audit", "There is no checkpoint yet.", "The first comes after Audit:CheckpointInterval. Runbook: WalletAuditCheckpointOld.");
        }

        var age = time.GetUtcNow() - at;
        var detail = string.Create(CultureInfo.InvariantCulture, $"Checkpoint {newest.Number} is {age.TotalSeconds:0} s old.");
        return age <= MostIntervals * audit.CheckpointInterval
            ? Observation.Well("audit", detail)
            : Observation.Trouble("audit", detail, "Can the checkpoint key sign, does an instance run? Runbook: WalletAuditCheckpointOld.");
    }
}
