using System.Text.Json;
using System.Text.Json.Serialization;

namespace WalletService.Contracts.Policies;

/// <summary>
/// Makes a document the newest version of a scope's policy. Route <see cref="Routes.SetPolicy"/>, for administrators. The same document
/// again changes nothing. Fields that the service does not know are refused.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record SetPolicy
{
    /// <summary><c>global</c>, <c>user</c> or <c>wallet</c>.</summary>
    public required string Scope { get; init; }

    /// <summary>The user's or the wallet's id; missing for <c>global</c>.</summary>
    public string? Subject { get; init; }

    /// <summary>The document, as <c>docs/policy.schema.json</c> describes it.</summary>
    public required JsonElement Policy { get; init; }

    /// <summary>The version that has to be the newest, 0 for none at all; missing when it does not matter.</summary>
    public long? Replaces { get; init; }
}

/// <inheritdoc cref="SetPolicy"/>
public sealed record SetPolicyReply : Reply<PolicyDetails>;
