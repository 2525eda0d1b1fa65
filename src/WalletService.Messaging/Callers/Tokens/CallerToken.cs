using WalletService.Domain.Errors;
using WalletService.Domain.Values;

namespace WalletService.Messaging.Callers.Tokens;

/// <summary>What the token of a message proves. The token itself is kept nowhere.</summary>
internal abstract record CallerToken
{
    private CallerToken()
    {
    }

    /// <summary>The message bears none, or tokens are not looked at.</summary>
    public sealed record None : CallerToken
    {
        public static readonly None Instance = new();
    }

    /// <summary>It is believed.</summary>
    public sealed record Valid(CallerId Caller, TokenScope Scope) : CallerToken;

    /// <summary>It is not.</summary>
    public sealed record Invalid(WalletError Refusal) : CallerToken;
}
