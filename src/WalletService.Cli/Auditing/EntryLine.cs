using System.Globalization;
using WalletService.Domain.Auditing;

namespace WalletService.Cli.Auditing;

/// <summary>An audit entry in an export.</summary>
/// <param name="At">RFC 3339, UTC, microseconds; or the number of microseconds since 1970 when it is no time.</param>
/// <param name="Details">Null when the database holds something else than names and texts.</param>
internal sealed record EntryLine(
    string At,
    string Action,
    string? WalletId,
    string? UserId,
    string? TransactionId,
    Dictionary<string, string>? Details,
    string PreviousHash,
    string Hash)
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    public static EntryLine Of(StoredAuditEntry entry) => new(
        Write(entry.Time, entry.At),
        entry.Action,
        entry.WalletId,
        entry.UserId,
        entry.TransactionId,
        entry.Details is null ? null : new Dictionary<string, string>(entry.Details, StringComparer.Ordinal),
        entry.PreviousHash,
        entry.Hash);

    public StoredAuditEntry ToEntry() => new()
    {
        Time = ReadTime(At),
        Action = Action,
        WalletId = WalletId,
        UserId = UserId,
        TransactionId = TransactionId,
        Details = Details,
        PreviousHash = PreviousHash,
        Hash = Hash,
    };

    /// <summary>A time for people, from which the same microseconds are read.</summary>
    public static string Write(string time, DateTimeOffset? at) => at?.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture) ?? time;

    public static string ReadTime(string text) =>
        DateTimeOffset.TryParseExact(text, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? AuditHash.TimeOf(at)
            : text;
}
