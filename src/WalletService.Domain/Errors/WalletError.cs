namespace WalletService.Domain.Errors;

/// <summary>Why a request was refused. Made by <see cref="WalletErrors"/> alone.</summary>
/// <param name="Code">Permanent code, e.g. <c>WALLET_NOT_FOUND</c>; callers branch on it.</param>
/// <param name="Message">What is wrong and what to do, for people; holds no secrets, keys or addresses of servers.</param>
/// <param name="Retryable">Whether the same request can succeed later without a change to it.</param>
public sealed record WalletError(string Code, string Message, bool Retryable)
{
    /// <summary>Machine-readable particulars: amounts in lamports as text, ids, field names.</summary>
    public IReadOnlyDictionary<string, string> Details { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
