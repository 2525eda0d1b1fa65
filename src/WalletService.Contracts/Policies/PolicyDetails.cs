using System.Text.Json;

namespace WalletService.Contracts.Policies;

/// <summary>A version of a policy.</summary>
public sealed record PolicyDetails
{
    /// <inheritdoc cref="SetPolicy.Scope"/>
    public required string Scope { get; init; }

    /// <inheritdoc cref="SetPolicy.Subject"/>
    public string? Subject { get; init; }

    /// <summary>1, 2, 3, … for each scope.</summary>
    public required long Version { get; init; }

    /// <summary>SHA-256 of the document's canonical form, lower-case hex; it is in the audit log too.</summary>
    public required string Hash { get; init; }

    /// <summary>The calling service that set it; empty where callers are not identified.</summary>
    public required string SetBy { get; init; }

    /// <summary>RFC 3339, UTC.</summary>
    public required DateTimeOffset SetAt { get; init; }

    /// <summary>The document in its canonical form.</summary>
    public required JsonElement Policy { get; init; }
}
