using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using WalletService.Contracts.Policies;
using WalletService.Domain.Errors;
using WalletService.Domain.Policies;
using WalletService.Domain.Ports;

namespace WalletService.Messaging.Policies;

/// <summary>Policies as requests name them and replies carry them.</summary>
internal static class PolicyMapping
{
    public static bool TryScope(
        string? kind, string? subject, [NotNullWhen(true)] out PolicyScope? scope, [NotNullWhen(false)] out WalletError? refusal)
    {
        refusal = null;
        if (!PolicyScope.TryParse(kind, subject, out scope))
        {
            refusal = kind is "global" or "user" or "wallet"
                ? WalletErrors.ValidationFailed("subject", "is the id of a user or wallet for those scopes, and missing for global.")
                : WalletErrors.ValidationFailed("scope", "is global, user or wallet.");
        }

        return scope is not null;
    }

    public static bool TryDocument(
        JsonElement policy, [NotNullWhen(true)] out PolicyDocument? document, [NotNullWhen(false)] out WalletError? refusal)
    {
        refusal = null;
        document = null;
        if (policy.ValueKind == JsonValueKind.Undefined)
        {
            refusal = WalletErrors.ValidationFailed("policy", "is missing. It is a policy's document.");
        }
        else if (!PolicyDocumentReader.TryRead(policy.GetRawText(), out document, out var fault))
        {
            refusal = WalletErrors.ValidationFailed(fault.Path.Length == 0 ? "policy" : $"policy.{fault.Path}", $"{fault.Rule}.");
        }

        return document is not null;
    }

    public static PolicyDetails ToDetails(this StoredPolicy stored)
    {
        using var document = JsonDocument.Parse(PolicyDocumentWriter.Write(stored.Policy.Document));
        return new PolicyDetails
        {
            Scope = stored.Policy.Scope.KindName,
            Subject = stored.Policy.Scope == PolicyScope.Global ? null : stored.Policy.Scope.Subject,
            Version = stored.Policy.Version,
            Hash = stored.Policy.Hash,
            SetBy = stored.SetBy.Value,
            SetAt = stored.SetAt,
            Policy = document.RootElement.Clone(),
        };
    }
}
