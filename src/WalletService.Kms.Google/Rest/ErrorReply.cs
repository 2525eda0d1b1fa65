using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace WalletService.Kms.Google.Rest;

/// <summary>Reads an error reply: Google's error body where there is one, the HTTP status where a proxy answered.</summary>
internal static class ErrorReply
{
    private const string ErrorInfoType = "type.googleapis.com/google.rpc.ErrorInfo";
    private const string RetryInfoType = "type.googleapis.com/google.rpc.RetryInfo";

    public static KmsFailureException Read(HttpResponseMessage response, string body, DateTimeOffset now)
    {
        var httpStatus = response.StatusCode;
        var retryAfter = ReadRetryAfter(response.Headers.RetryAfter, now);
        try
        {
            using var document = JsonDocument.Parse(body);
            var error = document.RootElement.GetProperty("error");
            var status = error.TryGetProperty("status", out var name) ? name.GetString() : null;
            var message = error.TryGetProperty("message", out var text) ? text.GetString() ?? string.Empty : string.Empty;
            var (reason, retryDelay) = ReadDetails(error);
            return new KmsFailureException(Classify(httpStatus, status, message), $"{status}: {message}")
            {
                HttpStatus = (int)httpStatus,
                Reason = reason,
                RetryAfter = retryDelay ?? retryAfter,
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            // A proxy or a load balancer answered; its page says nothing that belongs into a log.
            var type = response.Content.Headers.ContentType?.MediaType ?? "no type";
            return new KmsFailureException(
                Classify(httpStatus, status: null, message: string.Empty),
                $"HTTP {(int)httpStatus} with a body that is no error of the API ({type}, {body.Length} characters).")
            {
                HttpStatus = (int)httpStatus,
                RetryAfter = retryAfter,
            };
        }
    }

    /// <summary>By canonical status where there is one, else by HTTP status (google/rpc/code.proto gives the mapping).</summary>
    private static FailureKind Classify(HttpStatusCode httpStatus, string? status, string message) => (status, (int)httpStatus) switch
    {
        ("INVALID_ARGUMENT", _) when IsChecksumMismatch(message) => FailureKind.IntegrityFailed,
        ("FAILED_PRECONDITION", _) => FailureKind.FailedPrecondition,
        ("ALREADY_EXISTS", _) => FailureKind.AlreadyExists,
        ("ABORTED", _) => FailureKind.Aborted,
        (_, 401) => FailureKind.Unauthenticated,
        (_, 403) => FailureKind.PermissionDenied,
        (_, 404) => FailureKind.NotFound,
        (_, 429) => FailureKind.RateLimited,
        (_, 408 or 499 or 502 or 503) => FailureKind.Unavailable,
        (_, 504) => FailureKind.DeadlineExceeded,
        (_, 501) => FailureKind.Refused,
        (_, >= 500) => FailureKind.Internal,
        _ => FailureKind.Refused,
    };

    /// <summary>The service names the field whose checksum did not match; the bytes were damaged on their way.</summary>
    private static bool IsChecksumMismatch(string message) =>
        message.Contains("crc32c", StringComparison.OrdinalIgnoreCase);

    private static (string? Reason, TimeSpan? RetryDelay) ReadDetails(JsonElement error)
    {
        string? reason = null;
        TimeSpan? retryDelay = null;
        if (!error.TryGetProperty("details", out var details) || details.ValueKind != JsonValueKind.Array)
        {
            return (reason, retryDelay);
        }

        foreach (var detail in details.EnumerateArray().Where(detail => detail.ValueKind == JsonValueKind.Object))
        {
            // Details of other types are allowed to be anything.
            switch (ReadText(detail, "@type"))
            {
                case ErrorInfoType:
                    reason ??= ReadText(detail, "reason");
                    break;
                case RetryInfoType:
                    retryDelay ??= ReadDuration(ReadText(detail, "retryDelay"));
                    break;
                default:
                    break;
            }
        }

        return (reason, retryDelay);
    }

    private static string? ReadText(JsonElement detail, string field) =>
        detail.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>Decimal seconds and an <c>s</c>: <c>3.5s</c>.</summary>
    private static TimeSpan? ReadDuration(string? text) =>
        text is not null && text.EndsWith('s')
        && double.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
        && seconds <= TimeSpan.FromDays(1).TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : null;

    private static TimeSpan? ReadRetryAfter(RetryConditionHeaderValue? header, DateTimeOffset now)
    {
        var wait = header?.Delta ?? (header?.Date - now);
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
