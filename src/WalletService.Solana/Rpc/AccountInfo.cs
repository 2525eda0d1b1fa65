using System.Text.Json.Serialization;
using WalletService.Solana.Rpc.Json;

namespace WalletService.Solana.Rpc;

/// <summary>An account as the node keeps it.</summary>
public sealed record AccountInfo
{
    public required ulong Lamports { get; init; }

    /// <summary>The program that owns the account; for a plain wallet the System program.</summary>
    public required Address Owner { get; init; }

    [JsonConverter(typeof(EncodedBytesConverter))]
    public required ReadOnlyMemory<byte> Data { get; init; }

    public bool Executable { get; init; }

    /// <summary>Length of all of the data in bytes, also where only a part was asked for; null from nodes that do not tell.</summary>
    public ulong? Space { get; init; }
}
