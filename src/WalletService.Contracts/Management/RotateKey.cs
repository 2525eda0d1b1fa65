using System.Text.Json.Serialization;

namespace WalletService.Contracts.Management;

/// <summary>
/// Gives a wallet a new key, and with it a new address. What the address before holds is moved to the new one by transfers of kind
/// <c>sweep</c>, and so is what comes in there later. Route <see cref="Routes.RotateKey"/>.
/// Fields that the service does not know are refused.
/// </summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record RotateKey
{
    public required string UserId { get; init; }

    public required string WalletId { get; init; }

    /// <summary>Idempotency key: the same one again rotates nothing more.</summary>
    public string? RequestId { get; init; }

    /// <summary>Why, for the audit log: at most 256 characters.</summary>
    public string? Reason { get; init; }
}

/// <inheritdoc cref="RotateKey"/>
public sealed record RotateKeyReply : Reply<WalletDetails>;
