using System.Text.Json;
using System.Text.Json.Serialization;

namespace WalletService.Solana.Rpc.Json;

/// <summary>Anything that comes over a WebSocket: a notification, or the reply to a request.</summary>
internal sealed record PubSubMessage
{
    public ulong? Id { get; init; }

    public JsonElement? Result { get; init; }

    public RpcError? Error { get; init; }

    [JsonPropertyName("params")]
    public PubSubNotification? Parameters { get; init; }
}
