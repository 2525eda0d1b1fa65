using System.Text.Json;

namespace WalletService.Solana.Rpc.Json;

/// <summary>What a notification carries.</summary>
internal sealed record PubSubNotification
{
    /// <summary>The node's number for the subscription.</summary>
    public required ulong Subscription { get; init; }

    public required JsonElement Result { get; init; }
}
