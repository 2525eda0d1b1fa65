namespace WalletService.Contracts;

/// <summary>The codes of error replies. Permanent: callers branch on them. <c>docs/error-codes.md</c> has each one's exact condition.</summary>
public static class ErrorCodes
{
    public const string UnsupportedVersion = "UNSUPPORTED_VERSION";
    public const string UnauthorizedCaller = "UNAUTHORIZED_CALLER";
    public const string UnknownRoute = "UNKNOWN_ROUTE";
    public const string ValidationFailed = "VALIDATION_FAILED";
    public const string RateLimited = "RATE_LIMITED";
    public const string FeatureDisabled = "FEATURE_DISABLED";
    public const string WalletNotFound = "WALLET_NOT_FOUND";
    public const string TransactionNotFound = "TRANSACTION_NOT_FOUND";
    public const string IdempotencyConflict = "IDEMPOTENCY_CONFLICT";
    public const string TransactionNotCancellable = "TRANSACTION_NOT_CANCELLABLE";
    public const string AddressNotFound = "ADDRESS_NOT_FOUND";
    public const string AddressConflict = "ADDRESS_CONFLICT";
    public const string WalletStateConflict = "WALLET_STATE_CONFLICT";
    public const string PolicyNotFound = "POLICY_NOT_FOUND";
    public const string NotAwaitingApproval = "NOT_AWAITING_APPROVAL";
    public const string WalletFrozen = "WALLET_FROZEN";
    public const string PolicyDenied = "POLICY_DENIED";
    public const string ApprovalRequired = "APPROVAL_REQUIRED";
    public const string ApprovalExpired = "APPROVAL_EXPIRED";
    public const string ApprovalRefused = "APPROVAL_REFUSED";
    public const string InvalidRecipient = "INVALID_RECIPIENT";
    public const string TokenRestricted = "TOKEN_RESTRICTED";
    public const string InsufficientFunds = "INSUFFICIENT_FUNDS";
    public const string SigningFailed = "SIGNING_FAILED";
    public const string SubmissionFailed = "SUBMISSION_FAILED";
    public const string TransactionFailed = "TRANSACTION_FAILED";
    public const string TransactionExpired = "TRANSACTION_EXPIRED";
    public const string TransactionCancelled = "TRANSACTION_CANCELLED";
    public const string DependencyUnavailable = "DEPENDENCY_UNAVAILABLE";
    public const string Internal = "INTERNAL";

    /// <summary>Every code, in order of precedence: the first whose condition holds is the one that is answered.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        UnsupportedVersion, UnauthorizedCaller, UnknownRoute, ValidationFailed, RateLimited, FeatureDisabled, WalletNotFound,
        TransactionNotFound, AddressNotFound, IdempotencyConflict, TransactionNotCancellable, AddressConflict, WalletStateConflict, PolicyNotFound,
        NotAwaitingApproval, WalletFrozen, PolicyDenied, ApprovalRequired, ApprovalExpired, ApprovalRefused, InvalidRecipient,
        TokenRestricted, InsufficientFunds, SigningFailed,
        SubmissionFailed, TransactionFailed, TransactionExpired, TransactionCancelled, DependencyUnavailable, Internal,
    ];
}
