using System.ComponentModel.DataAnnotations;

namespace WalletService.Host.Composition;

/// <summary>The process itself. Section <c>Service</c>.</summary>
public sealed class ServiceOptions
{
    /// <summary>The name of this instance in leases and logs; unique among instances. Default: host name and process id.</summary>
    [Required, StringLength(128, MinimumLength = 1)]
    public string InstanceId { get; set; } = $"{Environment.MachineName}-{Environment.ProcessId}";

    /// <summary>A folder of mounted files, one setting each, named like the setting with <c>__</c> for <c>:</c>. Read at start.</summary>
    public string? SettingsDirectory { get; set; }

    /// <summary>How long work in flight may take to finish after SIGTERM. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>This instance signs nothing. Default false.</summary>
    public bool KillSwitch { get; set; }

    /// <summary>While there is a file of this name, this instance signs nothing; looked for with each signature. Default none.</summary>
    public string? KillSwitchFile { get; set; }

    /// <summary>How often the outside dependencies are probed for <c>/health</c> and <c>/ready</c>. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan ProbeInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often what is open (transfers, events, books) is read from the database for the metrics. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan BacklogInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How often the mounted files of <see cref="SettingsDirectory"/> are looked at for changes to settings that need no restart.
    /// Default 10 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan SettingsReloadInterval { get; set; } = TimeSpan.FromSeconds(10);
}
