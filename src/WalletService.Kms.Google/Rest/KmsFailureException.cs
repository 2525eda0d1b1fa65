namespace WalletService.Kms.Google.Rest;

/// <summary>One attempt failed. Stays inside the adapter: the port's exceptions are made of it.</summary>
internal sealed class KmsFailureException(FailureKind kind, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    public FailureKind Kind { get; } = kind;

    /// <summary>HTTP status; none when there was no reply.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>Reason of the reply's ErrorInfo, such as SERVICE_DISABLED.</summary>
    public string? Reason { get; init; }

    /// <summary>How long the service asks to wait: RetryInfo, else the Retry-After header.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static KmsFailureException Integrity(string message) => new(FailureKind.IntegrityFailed, message);
}
