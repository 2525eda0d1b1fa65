using System.ComponentModel.DataAnnotations;

namespace WalletService.Domain.Deposits;

/// <summary>How deposits are found and the books are kept. Section <c>Deposits</c>.</summary>
public sealed class DepositOptions
{
    /// <summary>Whether this instance takes part in scanning. Default yes; one instance at a time does it, any other takes over.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Whether confirmed blocks are read as well, for early notice: twice as much is read from the nodes then. Default yes.</summary>
    public bool EarlyNotice { get; set; } = true;

    /// <summary>How long the scanner waits when it has read all blocks. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long an instance scans without renewing its turn; after it another takes over. Default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:02", "00:05:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How many blocks are booked in one database transaction at most. Default 32.</summary>
    [Range(1, 1024)]
    public int BatchSize { get; set; } = 32;

    /// <summary>How many blocks are read at the same time. Default 4.</summary>
    [Range(1, 64)]
    public int ReadAhead { get; set; } = 4;

    /// <summary>How often wallets are compared with the chain; each time the next ones. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan ReconciliationInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many wallets are compared each time; 0 compares none. Default 20.</summary>
    [Range(0, 1000)]
    public int ReconciliationBatch { get; set; } = 20;
}
