using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using WalletService.Contracts.Management;
using WalletService.Domain.Errors;
using WalletService.Domain.Freezes;

namespace WalletService.Messaging.Management;

/// <summary>Freezes as requests and replies carry them. Each refusal names the field as JSON spells it.</summary>
internal static class FreezeFields
{
    public static bool TryTarget(
        string? scopeName, string? subject, [NotNullWhen(true)] out FreezeTarget? target, [NotNullWhen(false)] out WalletError? refusal)
    {
        target = null;
        refusal = null;
        if (!FreezeTarget.TryParseScope(scopeName, out var scope))
        {
            refusal = WalletErrors.ValidationFailed("scope", "is everything, user, caller, mint or wallet.");
        }
        else if (!FreezeTarget.TryCreate(scope, subject, out target))
        {
            refusal = WalletErrors.ValidationFailed("subject", scope switch
            {
                FreezeScope.Everything => "is left out for everything.",
                FreezeScope.User => "is the user's id.",
                FreezeScope.Caller => "is the caller's name.",
                FreezeScope.Mint => "is the mint's address: 32 bytes in base58.",
                FreezeScope.Wallet => "is the wallet's id, a UUID.",
            });
        }

        return target is not null;
    }

    public static bool TryReason(string? text, [NotNullWhen(true)] out string? reason, [NotNullWhen(false)] out WalletError? refusal)
    {
        reason = text?.Trim();
        refusal = !string.IsNullOrEmpty(reason) && IsValid(reason) ? null : Refuse();
        return refusal is null;
    }

    public static bool TryOptionalReason(string? text, [NotNullWhen(false)] out WalletError? refusal)
    {
        refusal = text is null || IsValid(text) ? null : Refuse();
        return refusal is null;
    }

    public static FreezeDetails ToDetails(this Freeze freeze) => new()
    {
        Scope = freeze.Target.ScopeName,
        Subject = SubjectOf(freeze.Target),
        Reason = freeze.Reason,
        FrozenBy = freeze.FrozenBy,
        FrozenAt = freeze.FrozenAt,
    };

    public static string? SubjectOf(FreezeTarget target) => target.Subject.Length > 0 ? target.Subject : null;

    private static bool IsValid(string text) => text.Length <= Freeze.MaximumReasonLength && !text.Any(char.IsControl);

    private static WalletError Refuse() => WalletErrors.ValidationFailed(
        "reason",
        string.Create(CultureInfo.InvariantCulture, $"is 1 to {Freeze.MaximumReasonLength} characters without control characters."));
}
