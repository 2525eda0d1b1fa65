using WalletService.Domain.Values;

namespace WalletService.Domain.Auditing;

/// <summary>Which part of the audit log is wanted.</summary>
/// <param name="From">Entries at this time or later; null for all.</param>
/// <param name="To">Entries before this time; null for all.</param>
/// <param name="WalletId">The chain of this wallet only; null for all, that of the service too.</param>
public sealed record AuditSelection(DateTimeOffset? From = null, DateTimeOffset? To = null, WalletId? WalletId = null)
{
    public static readonly AuditSelection All = new();

    /// <summary>Whether chains are read from their first entry to their last.</summary>
    public bool HasWholeChains => From is null && To is null;
}
