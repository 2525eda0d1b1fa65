using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace WalletService.Domain.Auditing;

/// <summary>The hash of an audit entry. Its form is permanent: every entry that was ever written stands under it.</summary>
public static class AuditHash
{
    /// <summary>Within the years that the calendar knows.</summary>
    private const long MostMicroseconds = 60_000_000_000_000_000;

    /// <summary>
    /// SHA-256 over previous hash, time (microseconds since 1970), action, wallet, user, transaction and details (by name,
    /// ordinal), each written as <c>length:text;</c> so that no two entries read alike. What is missing is written as an empty text.
    /// </summary>
    /// <returns>64 lower-case hex digits.</returns>
    public static string Compute(
        string previousHash,
        string time,
        string action,
        string? walletId,
        string? userId,
        string? transactionId,
        IReadOnlyDictionary<string, string> details)
    {
        var content = new StringBuilder();
        Write(content, previousHash);
        Write(content, time);
        Write(content, action);
        Write(content, walletId ?? string.Empty);
        Write(content, userId ?? string.Empty);
        Write(content, transactionId ?? string.Empty);
        foreach (var (name, value) in details.OrderBy(detail => detail.Key, StringComparer.Ordinal))
        {
            Write(content, name);
            Write(content, value);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content.ToString())));
    }

    /// <summary>A time as it stands under the hash: whole microseconds since 1970.</summary>
    public static string TimeOf(DateTimeOffset at) =>
        ((at - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond).ToString(CultureInfo.InvariantCulture);

    /// <summary>The time behind a number of microseconds since 1970; null when it is no time that there can be.</summary>
    public static DateTimeOffset? ReadTime(string time) =>
        long.TryParse(time, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var microseconds)
        && Math.Abs(microseconds) < MostMicroseconds
            ? DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond)
            : null;

    private static void Write(StringBuilder content, string text) =>
        content.Append(CultureInfo.InvariantCulture, $"{text.Length}:{text};");
}
