namespace WalletService.KmsEmulator.Faults;

/// <summary>What goes wrong. JSON uses these names in camelCase.</summary>
public enum FaultKind
{
    // Answered instead of doing the work.

    /// <summary>429 RESOURCE_EXHAUSTED, with RetryInfo when a retry delay is given.</summary>
    RateLimited,

    /// <summary>429 with a Retry-After header instead of RetryInfo.</summary>
    RateLimitedWithRetryAfter,
    Unavailable,
    Internal,
    DeadlineExceeded,
    Aborted,
    Unauthenticated,
    PermissionDenied,

    /// <summary>403 with ErrorInfo SERVICE_DISABLED.</summary>
    ServiceDisabled,

    /// <summary>400 FAILED_PRECONDITION as for a version that is not ENABLED.</summary>
    DisabledVersion,

    /// <summary>400 INVALID_ARGUMENT as if the data had been damaged on its way to the service.</summary>
    DataDamagedInTransit,

    /// <summary>A load balancer's 502 page.</summary>
    HtmlErrorPage,
    ConnectionReset,

    /// <summary>Never answers; the client has to give up.</summary>
    Hang,

    // The work is done, then the answer goes wrong.

    /// <summary>Answers after the given delay.</summary>
    Latency,
    LostReply,
    LostReplyUnavailable,
    TruncatedJson,
    HtmlSuccessPage,
    EmptyObject,

    // Answers of asymmetricSign.
    WrongSignatureCrc,
    MissingVerifiedDataCrc,
    WrongName,

    /// <summary>One bit of the signature is flipped and the CRC made to match: only verification finds it.</summary>
    FlippedSignatureBit,

    /// <summary>63 bytes, with the CRC made to match.</summary>
    ShortSignature,

    /// <summary>70 bytes that look like an ECDSA signature in DER, with the CRC made to match.</summary>
    DerSignature,
    WrongProtectionLevel,

    // Answers of getPublicKey.
    WrongAlgorithm,
    WrongPemCrc,

    /// <summary>A P-256 key under the right algorithm name, with the CRC made to match.</summary>
    P256PublicKey,
}
