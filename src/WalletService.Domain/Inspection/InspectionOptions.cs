using System.ComponentModel.DataAnnotations;

namespace WalletService.Domain.Inspection;

/// <summary>What the inspection of callers' transactions finds. Section <c>Inspection</c>.</summary>
public sealed class InspectionOptions
{
    /// <summary>
    /// A caller's transaction in which the wallet may pay more lamports for priority has the finding <c>HighFee</c>. Default 10,000,000
    /// (0.01 SOL).
    /// </summary>
    [Range(0L, 1_000_000_000_000L)]
    public long MaximumPriorityFeeLamports { get; set; } = 10_000_000;
}
