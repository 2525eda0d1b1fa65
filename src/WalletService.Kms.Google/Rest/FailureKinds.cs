namespace WalletService.Kms.Google.Rest;

/// <summary>What follows from each kind of failure. There is no default arm: a new kind must be decided on.</summary>
internal static class FailureKinds
{
    /// <summary>Whether the same call may be made again at once or after a wait.</summary>
    public static bool IsTemporary(this FailureKind kind) => kind switch
    {
        FailureKind.Unavailable or FailureKind.Internal or FailureKind.DeadlineExceeded or FailureKind.TimedOut or FailureKind.Network
            or FailureKind.MalformedReply or FailureKind.IntegrityFailed or FailureKind.RateLimited or FailureKind.Aborted => true,
        FailureKind.AlreadyExists or FailureKind.Unauthenticated or FailureKind.PermissionDenied or FailureKind.NotFound
            or FailureKind.FailedPrecondition or FailureKind.Refused => false,
    };

    /// <summary>Whether the call may have taken effect all the same; a creation is then looked up before it is repeated.</summary>
    public static bool MayHaveHappened(this FailureKind kind) => kind switch
    {
        FailureKind.Internal or FailureKind.DeadlineExceeded or FailureKind.TimedOut or FailureKind.Network or FailureKind.MalformedReply
            or FailureKind.IntegrityFailed => true,
        FailureKind.Unavailable or FailureKind.RateLimited or FailureKind.Aborted or FailureKind.AlreadyExists
            or FailureKind.Unauthenticated or FailureKind.PermissionDenied or FailureKind.NotFound
            or FailureKind.FailedPrecondition or FailureKind.Refused => false,
    };

    /// <summary>Whether it counts against the circuit breaker: the service is away, not merely unwilling.</summary>
    public static bool IsUnavailability(this FailureKind kind) => kind switch
    {
        FailureKind.Unavailable or FailureKind.Internal or FailureKind.DeadlineExceeded or FailureKind.TimedOut or FailureKind.Network
            or FailureKind.MalformedReply => true,
        FailureKind.IntegrityFailed or FailureKind.RateLimited or FailureKind.Aborted or FailureKind.AlreadyExists
            or FailureKind.Unauthenticated or FailureKind.PermissionDenied or FailureKind.NotFound
            or FailureKind.FailedPrecondition or FailureKind.Refused => false,
    };

    /// <summary>Stable word for logs and metrics.</summary>
    public static string ToOutcome(this FailureKind kind) => kind switch
    {
        FailureKind.Unavailable => "unavailable",
        FailureKind.Internal => "internal",
        FailureKind.DeadlineExceeded => "deadline_exceeded",
        FailureKind.TimedOut => "timed_out",
        FailureKind.Network => "network",
        FailureKind.MalformedReply => "malformed_reply",
        FailureKind.IntegrityFailed => "integrity_failed",
        FailureKind.RateLimited => "rate_limited",
        FailureKind.Aborted => "aborted",
        FailureKind.AlreadyExists => "already_exists",
        FailureKind.Unauthenticated => "unauthenticated",
        FailureKind.PermissionDenied => "permission_denied",
        FailureKind.NotFound => "not_found",
        FailureKind.FailedPrecondition => "failed_precondition",
        FailureKind.Refused => "refused",
    };
}
