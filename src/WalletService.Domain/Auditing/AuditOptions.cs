using System.ComponentModel.DataAnnotations;

namespace WalletService.Domain.Auditing;

/// <summary>How the audit log is kept. Section <c>Audit</c>.</summary>
public sealed class AuditOptions
{
    /// <summary>Whether this instance makes signed checkpoints of the audit log. Default yes; instances take turns.</summary>
    public bool Checkpoints { get; set; } = true;

    /// <summary>How often a checkpoint is made, by whichever instance comes first. Default 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan CheckpointInterval { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long is waited after a checkpoint that failed. Default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(15);
}
