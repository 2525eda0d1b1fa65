using System.Text.Json.Serialization;

namespace WalletService.Messaging.Risk;

/// <summary>What a risk service is asked.</summary>
public sealed record RiskRequestBody
{
    public required string Reference { get; init; }

    public required string Kind { get; init; }

    public required string Caller { get; init; }

    public required string UserId { get; init; }

    public required string WalletId { get; init; }

    public required string Address { get; init; }

    public required IReadOnlyList<RiskMovementBody> Movements { get; init; }

    public required IReadOnlyList<string> Programs { get; init; }

    public required IReadOnlyList<string> Findings { get; init; }

    public required IReadOnlyList<string> Signals { get; init; }

    public required DateTimeOffset At { get; init; }
}

/// <summary>One thing that leaves the wallet.</summary>
public sealed record RiskMovementBody
{
    /// <summary><c>SOL</c> or a mint.</summary>
    public required string Asset { get; init; }

    /// <summary>Base units, integer as text.</summary>
    public required string Amount { get; init; }

    public string? Recipient { get; init; }
}

/// <summary>What it answers.</summary>
public sealed record RiskResponseBody
{
    /// <summary><c>allow</c>, <c>review</c> or <c>deny</c>.</summary>
    public string? Verdict { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RiskRequestBody))]
[JsonSerializable(typeof(RiskResponseBody))]
internal sealed partial class RiskJson : JsonSerializerContext;
