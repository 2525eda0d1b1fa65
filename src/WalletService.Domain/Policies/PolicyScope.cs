using System.Diagnostics.CodeAnalysis;
using WalletService.Domain.Values;

namespace WalletService.Domain.Policies;

/// <summary>What a policy is for. Every policy whose scope covers a wallet applies to it.</summary>
public sealed record PolicyScope
{
    private PolicyScope(PolicyScopeKind kind, string subject)
    {
        Kind = kind;
        Subject = subject;
    }

    /// <summary>Every wallet.</summary>
    public static PolicyScope Global { get; } = new(PolicyScopeKind.Global, string.Empty);

    public PolicyScopeKind Kind { get; }

    /// <summary>The user's or the wallet's id; empty for all.</summary>
    public string Subject { get; }

    /// <summary>All wallets of a user.</summary>
    public static PolicyScope Of(UserId user) => new(PolicyScopeKind.User, user.Value);

    public static PolicyScope Of(WalletId wallet) => new(PolicyScopeKind.Wallet, wallet.ToString());

    /// <summary>The scopes that cover a wallet, the widest first.</summary>
    public static IReadOnlyList<PolicyScope> Covering(UserId user, WalletId wallet) => [Global, Of(user), Of(wallet)];

    /// <param name="kind"><c>global</c>, <c>user</c> or <c>wallet</c>.</param>
    /// <param name="subject">Null or empty for <c>global</c>, else an id.</param>
    /// <param name="scope">Null for what is neither.</param>
    public static bool TryParse(string? kind, string? subject, [NotNullWhen(true)] out PolicyScope? scope)
    {
        scope = kind switch
        {
            "global" when string.IsNullOrEmpty(subject) => Global,
            "user" when UserId.TryParse(subject, out var user) => Of(user),
            "wallet" when WalletId.TryParse(subject, out var wallet) => Of(wallet),
            _ => null,
        };
        return scope is not null;
    }

    /// <exception cref="FormatException">They name no scope.</exception>
    public static PolicyScope Parse(string kind, string? subject) => TryParse(kind, subject, out var scope)
        ? scope
        : throw new FormatException($"'{kind}' with the subject '{subject}' is no scope of a policy.");

    /// <summary>How the kind is written.</summary>
    public string KindName => Kind switch
    {
        PolicyScopeKind.Global => "global",
        PolicyScopeKind.User => "user",
        PolicyScopeKind.Wallet => "wallet",
    };

    /// <summary><c>global</c>, <c>user:</c> or <c>wallet:</c> with the id behind it.</summary>
    public override string ToString() => Kind == PolicyScopeKind.Global ? KindName : $"{KindName}:{Subject}";
}

public enum PolicyScopeKind
{
    Global,
    User,
    Wallet,
}
