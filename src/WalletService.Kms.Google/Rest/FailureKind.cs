namespace WalletService.Kms.Google.Rest;

/// <summary>Why one attempt failed. What follows from each is in <see cref="FailureKinds"/>.</summary>
internal enum FailureKind
{
    /// <summary>503, 502, 408 or 499: the service or something before it could not take the call.</summary>
    Unavailable,

    /// <summary>500: INTERNAL, UNKNOWN or DATA_LOSS.</summary>
    Internal,

    /// <summary>504: the service's own deadline passed.</summary>
    DeadlineExceeded,

    /// <summary>Our deadline for the attempt passed.</summary>
    TimedOut,

    /// <summary>No connection, or it broke.</summary>
    Network,

    /// <summary>A success whose body is not the expected JSON.</summary>
    MalformedReply,

    /// <summary>A checksum, a name or a signature is not right, here or at the service.</summary>
    IntegrityFailed,

    /// <summary>429 RESOURCE_EXHAUSTED.</summary>
    RateLimited,

    /// <summary>409 ABORTED.</summary>
    Aborted,

    /// <summary>409 ALREADY_EXISTS.</summary>
    AlreadyExists,

    /// <summary>401, or no access token could be had.</summary>
    Unauthenticated,

    /// <summary>403: also for a resource that must not be seen, a disabled API, or missing billing.</summary>
    PermissionDenied,

    /// <summary>404.</summary>
    NotFound,

    /// <summary>400 FAILED_PRECONDITION: the version is not ENABLED, or the key has another purpose.</summary>
    FailedPrecondition,

    /// <summary>Any other refusal: 400 INVALID_ARGUMENT and OUT_OF_RANGE, 501.</summary>
    Refused,
}
