using System.Text.Json;
using System.Text.Json.Serialization;
using WalletService.Solana.Rpc.Json;

namespace WalletService.Solana.Rpc;

/// <summary>Why a transaction failed or would fail, as the runtime names it.</summary>
[JsonConverter(typeof(TransactionErrorConverter))]
public sealed record TransactionError
{
    private const string UnknownKind = "Unknown";

    /// <summary>The runtime's name, such as <c>AccountNotFound</c>, <c>InsufficientFundsForRent</c> or <c>InstructionError</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>For <c>InstructionError</c> and <c>DuplicateInstruction</c>, which instruction.</summary>
    public int? InstructionIndex { get; init; }

    /// <summary>For <c>InstructionError</c>, the program's error, such as <c>InvalidAccountData</c> or <c>Custom</c>.</summary>
    public string? InstructionError { get; init; }

    /// <summary>The program's own number when <see cref="InstructionError"/> is <c>Custom</c>.</summary>
    public uint? CustomCode { get; init; }

    /// <summary>For <c>InsufficientFundsForRent</c>, which account of the message.</summary>
    public int? AccountIndex { get; init; }

    /// <summary>The error as the node wrote it.</summary>
    public required string RawJson { get; init; }

    /// <summary>The same bytes have landed before: look the signature up.</summary>
    public bool IsAlreadyProcessed => Is("AlreadyProcessed");

    /// <summary>In preflight: the node does not know the blockhash, which may only mean that it lags.</summary>
    public bool IsBlockhashNotFound => Is("BlockhashNotFound");

    /// <summary>Reads any JSON value; shapes that are not known keep their name, or <c>Unknown</c>, and their JSON.</summary>
    public static TransactionError Read(JsonElement element)
    {
        var raw = element.GetRawText();
        if (element.ValueKind == JsonValueKind.String)
        {
            return new TransactionError { Kind = element.GetString() ?? UnknownKind, RawJson = raw };
        }

        if (element.ValueKind != JsonValueKind.Object || element.EnumerateObject().Take(2).ToList() is not [var property])
        {
            return new TransactionError { Kind = UnknownKind, RawJson = raw };
        }

        var error = new TransactionError { Kind = property.Name, RawJson = raw };
        return property switch
        {
            { Name: "InstructionError", Value.ValueKind: JsonValueKind.Array } when property.Value.GetArrayLength() == 2 =>
                ReadInstructionError(error, property.Value[0], property.Value[1]),
            { Name: "DuplicateInstruction", Value.ValueKind: JsonValueKind.Number } =>
                error with { InstructionIndex = ReadInt32(property.Value) },
            { Value.ValueKind: JsonValueKind.Object } when property.Value.TryGetProperty("account_index", out var account) =>
                error with { AccountIndex = ReadInt32(account) },
            _ => error,
        };
    }

    public override string ToString() => RawJson;

    private bool Is(string kind) => string.Equals(Kind, kind, StringComparison.Ordinal);

    private static TransactionError ReadInstructionError(TransactionError error, JsonElement index, JsonElement detail)
    {
        error = error with { InstructionIndex = ReadInt32(index) };
        if (detail.ValueKind == JsonValueKind.String)
        {
            return error with { InstructionError = detail.GetString() };
        }

        if (detail.ValueKind != JsonValueKind.Object || detail.EnumerateObject().Take(2).ToList() is not [var property])
        {
            return error;
        }

        var code = property.Value.ValueKind == JsonValueKind.Number && property.Value.TryGetUInt32(out var value) ? value : (uint?)null;
        return error with
        {
            InstructionError = property.Name,
            CustomCode = string.Equals(property.Name, "Custom", StringComparison.Ordinal) ? code : null,
        };
    }

    private static int? ReadInt32(JsonElement element) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var value) ? value : null;
}
