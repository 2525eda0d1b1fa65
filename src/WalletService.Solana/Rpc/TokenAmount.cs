using System.Text.Json.Serialization;

namespace WalletService.Solana.Rpc;

/// <summary>An amount of tokens.</summary>
public sealed record TokenAmount
{
    /// <summary>In base units.</summary>
    [JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
    public required ulong Amount { get; init; }

    public required byte Decimals { get; init; }
}
