using System.Text.Json;

namespace WalletService.Solana.Rpc.Json;

/// <summary>The error of a JSON-RPC reply.</summary>
internal sealed record RpcError
{
    public required int Code { get; init; }

    public string Message { get; init; } = string.Empty;

    public JsonElement? Data { get; init; }
}
