using System.Text.Json;
using WalletService.Solana.Rpc.Json;

namespace WalletService.Solana.Rpc;

/// <summary>The node answered with an error.</summary>
public sealed class RpcException : SolanaRpcException
{
    public RpcException(string method, int code, string message, JsonElement? data = null)
        : base($"{method} was refused with {code}: {message}")
    {
        Code = code;
        NodeMessage = message;
        ErrorData = data;
    }

    /// <summary>One of <see cref="RpcErrorCode"/>, or a provider's own.</summary>
    public int Code { get; }

    /// <summary>The node's own words.</summary>
    public string NodeMessage { get; }

    /// <summary>Whatever the node added to the error.</summary>
    public JsonElement? ErrorData { get; }

    /// <summary>With <see cref="RpcErrorCode.PreflightFailure"/>, the simulation that failed.</summary>
    public SimulationFailure? PreflightFailure => Code == RpcErrorCode.PreflightFailure ? ReadData(RpcJson.Default.SimulationFailure) : null;

    /// <summary>With <see cref="RpcErrorCode.NodeUnhealthy"/>, how many slots the node is behind, if it knows.</summary>
    public ulong? SlotsBehind => Code == RpcErrorCode.NodeUnhealthy ? ReadData(RpcJson.Default.NodeBehindData)?.NumSlotsBehind : null;

    /// <summary>With <see cref="RpcErrorCode.MinContextSlotNotReached"/>, the slot that the node has reached.</summary>
    public ulong? ContextSlot =>
        Code == RpcErrorCode.MinContextSlotNotReached ? ReadData(RpcJson.Default.ContextSlotData)?.ContextSlot : null;

    private T? ReadData<T>(System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return ErrorData is { ValueKind: JsonValueKind.Object } data ? data.Deserialize(type) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
