using System.Diagnostics.CodeAnalysis;
using WalletService.Domain.Values;

namespace WalletService.Domain.Freezes;

/// <summary>What is frozen: a scope and, but for <see cref="FreezeScope.Everything"/>, whom or what of it.</summary>
public sealed record FreezeTarget
{
    private FreezeTarget(FreezeScope scope, string subject)
    {
        Scope = scope;
        Subject = subject;
    }

    public static FreezeTarget Everything { get; } = new(FreezeScope.Everything, string.Empty);

    public FreezeScope Scope { get; }

    /// <summary>The id of the user, caller or wallet, or the mint's address; empty for everything.</summary>
    public string Subject { get; }

    /// <summary>The scope as it is written: <c>everything</c>, <c>user</c>, <c>caller</c>, <c>mint</c> or <c>wallet</c>.</summary>
    public string ScopeName => NameOf(Scope);

    public static FreezeTarget Of(UserId userId) => new(FreezeScope.User, userId.Value);

    public static FreezeTarget Of(WalletId walletId) => new(FreezeScope.Wallet, walletId.ToString());

    public static FreezeTarget Of(CallerId caller) => new(FreezeScope.Caller, caller.Value);

    public static FreezeTarget OfMint(SolanaAddress mint) => new(FreezeScope.Mint, mint.Value);

    public static string NameOf(FreezeScope scope) => scope switch
    {
        FreezeScope.Everything => "everything",
        FreezeScope.User => "user",
        FreezeScope.Caller => "caller",
        FreezeScope.Mint => "mint",
        FreezeScope.Wallet => "wallet",
    };

    /// <summary>The target as it was stored.</summary>
    /// <exception cref="FormatException">There is no such scope.</exception>
    public static FreezeTarget Restore(string scope, string subject) =>
        TryParseScope(scope, out var known) ? new(known, subject) : throw new FormatException($"There is no scope {scope}.");

    public static bool TryParseScope(string? text, out FreezeScope scope)
    {
        foreach (var candidate in Enum.GetValues<FreezeScope>())
        {
            if (NameOf(candidate) == text)
            {
                scope = candidate;
                return true;
            }
        }

        scope = default;
        return false;
    }

    /// <summary>False when the subject is none of this scope: ill-formed, missing, or given for everything.</summary>
    public static bool TryCreate(FreezeScope scope, string? subject, [NotNullWhen(true)] out FreezeTarget? target)
    {
        target = scope switch
        {
            FreezeScope.Everything => string.IsNullOrEmpty(subject) ? Everything : null,
            FreezeScope.User => UserId.TryParse(subject, out var user) ? Of(user) : null,
            FreezeScope.Caller => CallerId.TryParse(subject, out var caller) ? Of(caller) : null,
            FreezeScope.Mint => SolanaAddress.TryParse(subject, out var mint) ? OfMint(mint) : null,
            FreezeScope.Wallet => WalletId.TryParse(subject, out var wallet) ? Of(wallet) : null,
        };
        return target is not null;
    }

    public override string ToString() => Scope == FreezeScope.Everything ? ScopeName : $"{ScopeName} {Subject}";
}
