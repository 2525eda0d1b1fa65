using System.Text.Json.Serialization;

namespace WalletService.Domain.Events;

/// <summary>The data of an event of <see cref="EventTopics.Wallets"/>.</summary>
/// <param name="Label">Null when it could not be decrypted at the time: freezing a wallet waits for no vault.</param>
internal sealed record WalletEventData(string? Label, string Address, string Status, bool IsActive);

/// <param name="Address">The new one.</param>
/// <param name="KeyNumber">Of the new key.</param>
internal sealed record KeyRotatedEventData(string Address, string RetiredAddress, int KeyNumber);

/// <summary>The data of an event of <see cref="EventTopics.Transactions"/> or <see cref="EventTopics.Errors"/>.</summary>
/// <param name="Kind"><c>transferSol</c>, <c>transferToken</c>, <c>transferBatch</c> or <c>send</c>.</param>
/// <param name="Recipient">Null when only the transaction itself says where funds go.</param>
/// <param name="Lamports">Integer as text; null while nothing is decided. Of a payment in a token, the rent of an account that it creates.</param>
/// <param name="TokenAmount">Base units that leave the wallet, an integer as text; null while nothing is decided.</param>
/// <param name="BatchId">The batch that it is a part of; null for what was asked for by itself.</param>
internal sealed record TransferEventData(
    string TransactionId,
    string Kind,
    string Status,
    string? Recipient,
    string? Lamports,
    string? FeeLamports,
    string? Mint,
    string? TokenAmount,
    string? Signature,
    ulong? Slot,
    string? Code,
    string? Message,
    string? BatchId);

/// <summary>The data of an event that tells how far a batch has come.</summary>
/// <param name="Mint">Null for SOL.</param>
/// <param name="Rows">How many rows the batch has.</param>
/// <param name="RejectedRows">Rows that are paid by no transaction, because something stands against them.</param>
/// <param name="Parts">Transactions.</param>
/// <param name="EndedParts">Transactions that have come to their end, whichever it is.</param>
/// <param name="PaidRows">Rows whose transactions are finalized.</param>
/// <param name="UnpaidRows">Rejected rows, and those whose transactions have ended without paying.</param>
internal sealed record BatchEventData(
    string BatchId,
    string Status,
    string? Mint,
    int Rows,
    int RejectedRows,
    int Parts,
    int EndedParts,
    int PaidRows,
    int UnpaidRows);

/// <summary>The data of <c>transaction.failed</c>.</summary>
internal sealed record FailedTransactionData(
    string Severity, string TransactionId, string Kind, string? Signature, ulong? Slot, string? Code, string? Message);

/// <summary>The data of an event of <see cref="EventTopics.Portfolio"/> that tells a balance.</summary>
/// <param name="Mint">Null for SOL.</param>
/// <param name="TokenAccount">The account that holds the token; null for SOL.</param>
/// <param name="Amount">What is there after the transaction, in base units (lamports); an integer as text.</param>
/// <param name="TransactionId">Null when it was no transfer of the service's.</param>
internal sealed record BalanceEventData(
    string? Mint, string? TokenAccount, string Amount, ulong Slot, string Signature, string? TransactionId);

/// <summary>The data of <c>token.transferred</c>.</summary>
/// <param name="Program">The token program's address.</param>
/// <param name="TokenAccount">The wallet's, from which it went.</param>
/// <param name="Amount">Base units that left the wallet; an integer as text.</param>
/// <param name="TransferFee">Base units of these that the mint withheld, so that the recipient got less; an integer as text.</param>
internal sealed record TokenTransferEventData(
    string TransactionId,
    string Mint,
    string Program,
    int Decimals,
    string TokenAccount,
    string Recipient,
    string RecipientAccount,
    string Amount,
    string TransferFee,
    string Signature,
    ulong Slot);

/// <summary>The data of <c>dependency.down</c> and <c>dependency.recovered</c>.</summary>
internal sealed record DependencyEventData(
    string Severity, string Dependency, bool Essential, string Instance, string Detail, DateTimeOffset Since);

/// <summary>The data of <c>security.violation</c>.</summary>
internal sealed record SecurityViolationData(string Severity, string What, string Detail, string? Subject);

/// <summary>The data of <c>audit.checkpoint</c>.</summary>
internal sealed record CheckpointEventData(
    string Severity, long Number, DateTimeOffset At, string Hash, string PreviousHash, long Chains, string KeyVersion, string PublicKey, string Signature);

/// <summary>The data of <c>scope.frozen</c> and <c>scope.unfrozen</c>.</summary>
/// <param name="Subject">Null for everything.</param>
/// <param name="By">The calling service that ordered it.</param>
internal sealed record FreezeEventData(string Severity, string Scope, string? Subject, string By, string Reason);

/// <summary>The data of <c>security.anomaly</c>.</summary>
internal sealed record SecurityAnomalyData(
    string Severity, string Signals, string Kind, string Wallet, string User, string Reference);

/// <summary>The data of an event of <see cref="EventTopics.Network"/>.</summary>
internal sealed record NodeEventData(string Node, string Role, string Reason);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(WalletEventData))]
[JsonSerializable(typeof(KeyRotatedEventData))]
[JsonSerializable(typeof(TransferEventData))]
[JsonSerializable(typeof(BatchEventData))]
[JsonSerializable(typeof(FailedTransactionData))]
[JsonSerializable(typeof(BalanceEventData))]
[JsonSerializable(typeof(TokenTransferEventData))]
[JsonSerializable(typeof(DependencyEventData))]
[JsonSerializable(typeof(SecurityViolationData))]
[JsonSerializable(typeof(CheckpointEventData))]
[JsonSerializable(typeof(FreezeEventData))]
[JsonSerializable(typeof(SecurityAnomalyData))]
[JsonSerializable(typeof(NodeEventData))]
internal sealed partial class EventDataJson : JsonSerializerContext;
