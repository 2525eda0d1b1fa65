using System.ComponentModel.DataAnnotations;

namespace WalletService.Kms.Aws;

/// <summary>Where the wallets' keys live in AWS KMS, and how patiently it is called. Section <c>AwsKms</c>.</summary>
public sealed class AwsKmsOptions
{
    /// <summary>Region of the keys, permanent for them: one near the service, such as <c>eu-central-2</c>.</summary>
    [Required]
    [RegularExpression("^[a-z0-9-]{1,63}$")]
    public string Region { get; set; } = string.Empty;

    /// <summary>Part of every key's alias and value of its tag <c>environment</c>: lower-case letters, digits, hyphens.</summary>
    [Required]
    [RegularExpression("^[a-z0-9-]{1,63}$")]
    public string Environment { get; set; } = "production";

    /// <summary>Alias of the symmetric key that wraps data keys; an operator makes it.</summary>
    [Required]
    [RegularExpression("^alias/[a-zA-Z0-9/_-]{1,250}$")]
    public string WrappingKey { get; set; } = "alias/wallet-data";

    /// <summary>Address of the API when it is not the region's own: a private endpoint, or a fake on loopback. HTTPS, except on loopback.</summary>
    public Uri? ServiceUrl { get; set; }

    /// <summary>Access key. Left out, the SDK finds credentials as usual: the pod's role, the instance's, the environment.</summary>
    public string? AccessKeyId { get; set; }

    /// <summary>Secret of <see cref="AccessKeyId"/>; both or neither.</summary>
    public string? SecretAccessKey { get; set; }

    /// <summary>How long one attempt may take. 100 ms to 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long one signature, or one step of the making of a key, may take in all. 100 ms to 5 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Attempts of one call, the first included. 1 to 10.</summary>
    [Range(1, 10)]
    public int MaxAttempts { get; set; } = 5;

    /// <summary>Wait before the second attempt; it doubles with each further one, with jitter. 1 ms to 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:10")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Share of failed attempts that opens the circuit breaker; only unavailability counts as failure. 0.01 to 1.</summary>
    [Range(0.01, 1)]
    public double BreakerFailureRatio { get; set; } = 0.5;

    /// <summary>Attempts within 30 s below which the breaker never opens. 2 to 10000.</summary>
    [Range(2, 10000)]
    public int BreakerMinimumThroughput { get; set; } = 10;

    /// <summary>How long the breaker stays open before one attempt is let through. 500 ms to 10 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:00.500", "00:10:00")]
    public TimeSpan BreakerBreakDuration { get; set; } = TimeSpan.FromSeconds(5);
}
