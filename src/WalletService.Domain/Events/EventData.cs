using System.Text.Json.Serialization;

namespace WalletService.Domain.Events;

/// <summary>The data of an event of <see cref="EventTopics.Wallets"/>.</summary>
internal sealed record WalletEventData(string Label, string Address, string Status, bool IsActive);

/// <summary>The data of an event of <see cref="EventTopics.Transactions"/> or <see cref="EventTopics.Errors"/>.</summary>
/// <param name="Kind"><c>transferSol</c> or <c>send</c>.</param>
/// <param name="Recipient">Null when only the transaction itself says where funds go.</param>
/// <param name="Lamports">Integer as text; null while nothing is decided.</param>
internal sealed record TransferEventData(
    string TransactionId,
    string Kind,
    string Status,
    string? Recipient,
    string? Lamports,
    string? FeeLamports,
    string? Signature,
    ulong? Slot,
    string? Code,
    string? Message);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WalletEventData))]
[JsonSerializable(typeof(TransferEventData))]
internal sealed partial class EventDataJson : JsonSerializerContext;
