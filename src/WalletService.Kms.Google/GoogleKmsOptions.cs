using System.ComponentModel.DataAnnotations;

namespace WalletService.Kms.Google;

/// <summary>Where the wallets' keys live in Google Cloud KMS, and how patiently it is called.</summary>
public sealed class GoogleKmsOptions
{
    /// <summary>Id of the project that holds the keys.</summary>
    [Required]
    [RegularExpression("^[a-z0-9][a-z0-9:.-]{0,99}$")]
    public string ProjectId { get; set; } = string.Empty;

    /// <summary>Preferred location of the key ring, permanent for its keys: a region near the service, such as <c>europe-west6</c>.</summary>
    [Required]
    [RegularExpression("^[a-z0-9-]{1,63}$")]
    public string LocationId { get; set; } = string.Empty;

    /// <summary>
    /// Locations in which keys are made while that of <see cref="LocationId"/> is away, in this order. Keys stay where they were made: the
    /// wallet's record names the place.
    /// </summary>
    public IList<string> FallbackLocationIds { get; } = [];

    /// <summary>Whether the key ring is made when the service starts, in every location. The service needs the right to do so then.</summary>
    public bool CreateKeyRing { get; set; }

    /// <summary>Id of the key ring; one per environment.</summary>
    [Required]
    [RegularExpression("^[a-zA-Z0-9_-]{1,63}$")]
    public string KeyRingId { get; set; } = string.Empty;

    /// <summary>Id of the symmetric key that wraps data keys, in the same key ring at the preferred location; made when it is missing.</summary>
    [Required]
    [RegularExpression("^[a-zA-Z0-9_-]{1,63}$")]
    public string WrappingKeyId { get; set; } = "wallet-data";

    /// <summary>Protection level of new keys. Google refuses Ed25519 at HSM level as of 2026; the refusal is passed on as it is.</summary>
    [EnumDataType(typeof(GoogleKmsProtectionLevel))]
    public GoogleKmsProtectionLevel ProtectionLevel { get; set; } = GoogleKmsProtectionLevel.Software;

    /// <summary>Value of the label <c>environment</c> on every key: lower-case letters, digits, hyphens, underscores.</summary>
    [Required]
    [RegularExpression("^[a-z0-9_-]{1,63}$")]
    public string Environment { get; set; } = "production";

    /// <summary>Address of the API; another one for a regional endpoint or for an emulator. HTTPS, except on loopback.</summary>
    [Required]
    public Uri BaseUrl { get; set; } = new("https://cloudkms.googleapis.com/");

    /// <summary>How calls are authorized. <c>None</c> is for an emulator, and refused unless the base address is on loopback.</summary>
    [EnumDataType(typeof(GoogleKmsCredentials))]
    public GoogleKmsCredentials Credentials { get; set; } = GoogleKmsCredentials.ApplicationDefault;

    /// <summary>How long one attempt may take, its access token included. 100 ms to 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long one signature, or the making of one key, may take in all. 100 ms to 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Attempts of one call, the first included. 1 to 10.</summary>
    [Range(1, 10)]
    public int MaxAttempts { get; set; } = 5;

    /// <summary>Attempts of one call when answers fail their integrity checks, the first included. 1 to 5.</summary>
    [Range(1, 5)]
    public int MaxIntegrityAttempts { get; set; } = 3;

    /// <summary>Wait before the second attempt; it doubles with each further one, less a random part of up to half. 1 ms to 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:10")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Shortest wait after a 429 that does not say how long to wait. 1 ms to 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
    public TimeSpan QuotaRetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Wait between two looks at a key version that is being generated; doubles up to ten times itself. 1 ms to 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:10")]
    public TimeSpan GenerationPollDelay { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long a destroyed version can be restored; fixed when a key is made. 1 to 120 days, Google's limits.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "120.00:00:00")]
    public TimeSpan DestroyScheduledDuration { get; set; } = TimeSpan.FromDays(120);

    /// <summary>Keys made per second, on average; Google's quota for writes is about one per second and project. 0.01 to 1000.</summary>
    [Range(0.01, 1000)]
    public double WritesPerSecond { get; set; } = 1;

    /// <summary>Keys that may be made at once after a pause. 1 to 1000.</summary>
    [Range(1, 1000)]
    public int WriteBurst { get; set; } = 5;

    /// <summary>Share of failed attempts that opens the circuit breaker; only unavailability counts as failure. 0.01 to 1.</summary>
    [Range(0.01, 1)]
    public double BreakerFailureRatio { get; set; } = 0.5;

    /// <summary>Attempts within the sampling duration below which the breaker never opens. 2 to 10000.</summary>
    [Range(2, 10000)]
    public int BreakerMinimumThroughput { get; set; } = 10;

    /// <summary>Over how long attempts are counted. 1 s to 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan BreakerSamplingDuration { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the breaker stays open before one attempt is let through. 500 ms to 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00.500", "00:10:00")]
    public TimeSpan BreakerBreakDuration { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the outcome of a health probe is kept, to spare the read quota (300 a minute and project). 30 s to 1 hour.</summary>
    [Range(typeof(TimeSpan), "00:00:30", "01:00:00")]
    public TimeSpan ProbeInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Where keys are made, the preferred location first.</summary>
    internal IReadOnlyList<string> Locations => [LocationId, .. FallbackLocationIds];
}
