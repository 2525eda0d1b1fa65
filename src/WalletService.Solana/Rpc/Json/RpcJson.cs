using System.Text.Json;
using System.Text.Json.Serialization;
using WalletService.Solana.PubSub;

namespace WalletService.Solana.Rpc.Json;

/// <summary>How every reply is read. Numbers stay numbers of 64 bits; a field that should be there and is not is an error.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    NumberHandling = JsonNumberHandling.Strict,
    PropertyNameCaseInsensitive = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(SimulationFailure))]
[JsonSerializable(typeof(NodeBehindData))]
[JsonSerializable(typeof(ContextSlotData))]
[JsonSerializable(typeof(RpcReply<string>))]
[JsonSerializable(typeof(RpcReply<ulong>))]
[JsonSerializable(typeof(RpcReply<long?>))]
[JsonSerializable(typeof(RpcReply<IReadOnlyList<ulong>>))]
[JsonSerializable(typeof(RpcReply<Signature>))]
[JsonSerializable(typeof(RpcReply<Blockhash>))]
[JsonSerializable(typeof(RpcReply<EpochInfo>))]
[JsonSerializable(typeof(RpcReply<NodeVersion>))]
[JsonSerializable(typeof(RpcReply<Block>))]
[JsonSerializable(typeof(BlockTransaction))]
[JsonSerializable(typeof(RpcReply<TransactionDetails>))]
[JsonSerializable(typeof(RpcReply<IReadOnlyList<SignatureInfo>>))]
[JsonSerializable(typeof(RpcReply<IReadOnlyList<PrioritizationFeeSample>>))]
[JsonSerializable(typeof(RpcReply<ContextValue<bool>>))]
[JsonSerializable(typeof(RpcReply<ContextValue<ulong>>))]
[JsonSerializable(typeof(RpcReply<ContextValue<ulong?>>))]
[JsonSerializable(typeof(RpcReply<ContextValue<LatestBlockhash>>))]
[JsonSerializable(typeof(RpcReply<ContextValue<AccountInfo>>))]
[JsonSerializable(typeof(RpcReply<ContextValue<IReadOnlyList<AccountInfo?>>>))]
[JsonSerializable(typeof(RpcReply<ContextValue<IReadOnlyList<TokenAccountEntry>>>))]
[JsonSerializable(typeof(RpcReply<ContextValue<IReadOnlyList<SignatureStatus?>>>))]
[JsonSerializable(typeof(RpcReply<ContextValue<SimulationResult>>))]
[JsonSerializable(typeof(PubSubMessage))]
[JsonSerializable(typeof(SlotNotification))]
[JsonSerializable(typeof(ContextValue<SignatureNotification>))]
[JsonSerializable(typeof(ContextValue<LogsNotification>))]
internal sealed partial class RpcJson : JsonSerializerContext;
