using System.Text.Json.Serialization;

namespace WalletService.Ledger.Solana.Nodes;

/// <summary>The data of an event of <see cref="Domain.Events.EventTopics.Network"/>.</summary>
internal sealed record NodeEventData(string Node, string Role, string Reason);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(NodeEventData))]
internal sealed partial class NodeChangeJson : JsonSerializerContext;
