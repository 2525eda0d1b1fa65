using System.ComponentModel.DataAnnotations;

namespace WalletService.Domain.Transactions;

/// <summary>How transfers are driven. Section <c>Transfers</c>.</summary>
public sealed class TransferOptions
{
    /// <summary>
    /// Until when transactions are signed for a transfer whose request does not say (<c>validForMs</c>). Default 2 min: time for a
    /// second transaction after the first is proven dead.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:05", "1.00:00:00")]
    public TimeSpan SigningDeadline { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How many transactions are signed for one transfer at most, each after the one before was proven dead. Default 5.</summary>
    [Range(1, 100)]
    public int MaximumAttempts { get; set; } = 5;

    /// <summary>How long an instance holds a transfer without renewing; after it another takes over. Default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:02", "00:05:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often transfers left by others are looked for and leases renewed. Default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan ClaimInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How often the statuses of sent transactions are read. Default 400 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan StatusInterval { get; set; } = TimeSpan.FromMilliseconds(400);

    /// <summary>How often the same bytes are sent again until they are confirmed. Default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.200", "00:01:00")]
    public TimeSpan RebroadcastInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long after signing a transaction that no node knows is first judged for expiry. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan ExpiryPatience { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a transaction that was seen may be missing from a node's answers before it is doubted. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan MissingPatience { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How many transfers an instance decides, signs and sends at the same time. Default 32.</summary>
    [Range(1, 1024)]
    public int Concurrency { get; set; } = 32;

    /// <summary>How many transfers an instance holds at most. Default 5,000.</summary>
    [Range(1, 100_000)]
    public int Capacity { get; set; } = 5_000;

    /// <summary>Whether a recipient may be an address that no private key can exist for, other than a token account, mint or program. Default no.</summary>
    public bool AllowOffCurveRecipients { get; set; }
}
