using System.Globalization;
using WalletService.Chaos.Parts;
using WalletService.Chaos.Report;

namespace WalletService.Chaos.Faults;

/// <summary>Carries out a plan of faults. Each ends by itself, also when the campaign's time is up while it lasts.</summary>
internal sealed class FaultConductor(CampaignParts parts, RunFolder folder, CampaignCounts counts, TimeProvider time)
{
    private readonly HashSet<string> struck = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private readonly ProcessFaults processes = new(parts);
    private readonly NetworkFaults network = new(parts);

    /// <summary>Returns when the last fault has ended.</summary>
    public async Task RunAsync(IReadOnlyList<PlannedFault> plan, CancellationToken timeIsUp)
    {
        var began = time.GetTimestamp();
        var running = new List<Task>();
        try
        {
            foreach (var fault in plan)
            {
                var wait = fault.At - time.GetElapsedTime(began);
                if (wait > TimeSpan.Zero)
                {
                    await Task.Delay(wait, timeIsUp);
                }

                running.Add(StrikeAsync(fault, timeIsUp));
            }
        }
        catch (OperationCanceledException)
        {
            // What has begun still ends.
        }

        await Task.WhenAll(running);
    }

    private async Task StrikeAsync(PlannedFault fault, CancellationToken timeIsUp)
    {
        // Never two nodes that hide statuses at a time: some node has to tell the truth.
        var target = fault.Kind == FaultKind.NodeHidesStatuses
            ? nameof(FaultKind.NodeHidesStatuses)
            : string.Create(CultureInfo.InvariantCulture, $"{fault.Target} {fault.Instance}");
        if (!TryTake(target))
        {
            counts.Add("faults left out, their target being struck already");
            return;
        }

        try
        {
            Note($"begins: {fault}");
            counts.Add($"fault {fault.Kind}");
            await (fault.Target is FaultTarget.Node or FaultTarget.Chain or FaultTarget.Vault
                ? network.StrikeAsync(fault, timeIsUp)
                : processes.StrikeAsync(fault, timeIsUp));
            Note($"ended:  {fault}");
        }
        finally
        {
            Release(target);
        }
    }

    private void Note(string what) =>
        folder.Append("faults.log", string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow():HH:mm:ss.fff} {what}"));

    private bool TryTake(string target)
    {
        lock (gate)
        {
            return struck.Add(target);
        }
    }

    private void Release(string target)
    {
        lock (gate)
        {
            struck.Remove(target);
        }
    }
}
