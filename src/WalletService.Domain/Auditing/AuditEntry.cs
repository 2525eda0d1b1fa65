using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using WalletService.Domain.Values;

namespace WalletService.Domain.Auditing;

/// <summary>
/// One line of a wallet's audit log. Each entry's hash covers the hash before it, so that a changed, missing or moved entry breaks
/// the chain of its wallet.
/// </summary>
public sealed record AuditEntry
{
    /// <summary>What stands before a wallet's first entry: 64 zeros.</summary>
    public static readonly string Origin = new('0', 64);

    /// <summary>When it was recorded, UTC, whole microseconds.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>One of <see cref="AuditActions"/>.</summary>
    public required string Action { get; init; }

    public required WalletId WalletId { get; init; }

    public required UserId UserId { get; init; }

    public TransactionId? TransactionId { get; init; }

    public required IReadOnlyDictionary<string, string> Details { get; init; }

    /// <summary>The hash of the wallet's entry before this one, or <see cref="Origin"/>.</summary>
    public required string PreviousHash { get; init; }

    /// <summary>SHA-256, 64 lower-case hex digits, as <see cref="ComputeHash"/> gives it.</summary>
    public required string Hash { get; init; }

    /// <summary>The entry that follows <paramref name="previousHash"/> in the wallet's log.</summary>
    public static AuditEntry Append(string previousHash, WalletId walletId, UserId userId, AuditDraft draft, DateTimeOffset at)
    {
        var entry = new AuditEntry
        {
            At = new DateTimeOffset(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero),
            Action = draft.Action,
            WalletId = walletId,
            UserId = userId,
            TransactionId = draft.TransactionId,
            Details = draft.Details,
            PreviousHash = previousHash,
            Hash = string.Empty,
        };
        return entry with { Hash = entry.ComputeHash() };
    }

    /// <summary>
    /// SHA-256 over previous hash, time (microseconds since 1970), action, wallet, user, transaction and details (by name,
    /// ordinal), each written as <c>length:text;</c> so that no two entries read alike.
    /// </summary>
    public string ComputeHash()
    {
        var content = new StringBuilder();
        Write(content, PreviousHash);
        Write(content, ((At - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond).ToString(CultureInfo.InvariantCulture));
        Write(content, Action);
        Write(content, WalletId.ToString());
        Write(content, UserId.Value);
        Write(content, TransactionId?.ToString() ?? string.Empty);
        foreach (var (name, value) in Details.OrderBy(detail => detail.Key, StringComparer.Ordinal))
        {
            Write(content, name);
            Write(content, value);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content.ToString())));
    }

    private static void Write(StringBuilder content, string text) =>
        content.Append(CultureInfo.InvariantCulture, $"{text.Length}:{text};");
}

/// <summary>An entry before it has its place in the log.</summary>
public sealed record AuditDraft(string Action, TransactionId? TransactionId, IReadOnlyDictionary<string, string> Details);
