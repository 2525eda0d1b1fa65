using System.Net;
using Amazon.KeyManagementService;
using Amazon.KeyManagementService.Model;
using Amazon.Runtime;
using Polly.CircuitBreaker;
using Polly.Timeout;
using WalletService.Domain.Ports;

namespace WalletService.Kms.Aws;

/// <summary>What the failures of AWS KMS mean. Error names: AWS KMS API Reference, "Common errors" and each operation's own.</summary>
internal static class AwsKmsErrors
{
    /// <summary>The dependency's name in health reports and exceptions.</summary>
    public const string Dependency = "aws-kms";

    /// <summary>Nothing is wrong with the key or the rights: the same again may well succeed.</summary>
    public static bool IsTemporary(Exception exception) => exception switch
    {
        DamagedReplyException or HttpRequestException or IOException or TimeoutException => true,
        TimeoutRejectedException => true,
        KMSInternalException or DependencyTimeoutException or KeyUnavailableException => true,
        AmazonServiceException service =>
            service.StatusCode is default(HttpStatusCode) or HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout
            || service.StatusCode >= HttpStatusCode.InternalServerError
            || service.ErrorCode is "ThrottlingException" or "Throttling" or "RequestLimitExceeded" or "RequestTimeout" or "ExpiredTokenException"
                or "RequestTimeTooSkewed",
        AmazonClientException => true,
        _ => false,
    };

    /// <summary>Whether it is still to be translated: neither a port's own exception nor the caller's giving up.</summary>
    public static bool IsFailure(Exception exception, CancellationToken cancellationToken) =>
        exception is not (KeyUnusableException or PortUnavailableException)
        && !(exception is OperationCanceledException && cancellationToken.IsCancellationRequested);

    public static Exception ToPortException(Exception exception, string resource) => exception switch
    {
        BrokenCircuitException => new PortUnavailableException(Dependency, $"AWS KMS, {resource}: it does not answer at the moment.", exception),
        _ when IsTemporary(exception) => new PortUnavailableException(Dependency, $"AWS KMS, {resource}: {exception.Message}", exception),
        _ => new KeyUnusableException(ReasonOf(exception), $"AWS KMS, {resource}: {exception.Message}", exception),
    };

    private static string ReasonOf(Exception exception) => exception switch
    {
        NotFoundException => "not_found",
        DisabledException => "disabled",
        KMSInvalidStateException => "wrong_state",
        InvalidKeyUsageException => "wrong_purpose",
        LimitExceededException => "limit_exceeded",
        AmazonKeyManagementServiceException { ErrorCode: "AccessDeniedException" } => "permission_denied",
        AmazonKeyManagementServiceException { ErrorCode: { Length: > 0 } code } => code,
        _ => "unknown",
    };
}
