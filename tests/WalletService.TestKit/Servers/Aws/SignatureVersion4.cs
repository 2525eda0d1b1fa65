using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace WalletService.TestKit.Servers.Aws;

/// <summary>
/// Checks the signature of a request as AWS does: made anew from the request and the secret, it must be the same (AWS Identity and Access
/// Management, "Signature Version 4 for API requests").
/// </summary>
internal static partial class SignatureVersion4
{
    private const string Algorithm = "AWS4-HMAC-SHA256";
    private const string TimeFormat = "yyyyMMdd'T'HHmmss'Z'";

    /// <summary>How old, or how early, a request may be.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <summary>The name of the error with which the request is refused; null when it is signed as it must be.</summary>
    public static string? FindFault(
        HttpRequest request, byte[] body, string accessKeyId, string secretAccessKey, string region, DateTimeOffset now)
    {
        if (Authorization().Match(request.Headers.Authorization.ToString()) is not { Success: true } given)
        {
            return "MissingAuthenticationTokenException";
        }

        if (given.Groups["id"].Value != accessKeyId)
        {
            return "UnrecognizedClientException";
        }

        var time = request.Headers["X-Amz-Date"].ToString();
        if (!DateTimeOffset.TryParseExact(
                time, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var signedAt)
            || (now - signedAt).Duration() > Tolerance)
        {
            return "InvalidSignatureException";
        }

        var scope = $"{time[..8]}/{region}/kms/aws4_request";
        var names = given.Groups["headers"].Value.Split(';');
        string[] needed = ["host", "x-amz-date", "x-amz-target"];
        var expected = Sign(secretAccessKey, scope.Split('/'), $"{Algorithm}\n{time}\n{scope}\n{HashOf(CanonicalOf(request, names, body))}");
        return given.Groups["scope"].Value == scope && needed.All(names.Contains) && given.Groups["signature"].Value == expected
            ? null
            : "InvalidSignatureException";
    }

    private static byte[] CanonicalOf(HttpRequest request, string[] names, byte[] body)
    {
        var headers = string.Concat(names.Select(name => $"{name}:{request.Headers[name].ToString().Trim()}\n"));
        return Encoding.UTF8.GetBytes(
            $"{request.Method}\n{request.Path}\n{request.QueryString}\n{headers}\n{string.Join(';', names)}\n{HashOf(body)}");
    }

    private static string Sign(string secret, string[] scope, string text)
    {
        var key = scope.Aggregate(Encoding.UTF8.GetBytes($"AWS4{secret}"), (key, part) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part)));
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));
    }

    private static string HashOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    [GeneratedRegex(
        @"\AAWS4-HMAC-SHA256 Credential=(?<id>\w+)/(?<scope>[\w/-]+), SignedHeaders=(?<headers>[\w;-]+), Signature=(?<signature>[0-9a-f]{64})\z",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Authorization();
}
