using System.Text.Json;
using System.Text.Json.Serialization;
using WalletService.Domain.Inspection;
using WalletService.Domain.Policies;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;

namespace WalletService.Postgres.Transactions;

/// <summary>The form of <c>transfers.declared</c>.</summary>
internal static class StoredDeclarations
{
    public static string? Write(TransferContent content) => (content as TransferContent.CallerTransaction)?.Declared is { } declared
        ? JsonSerializer.Serialize(
            [.. declared.Select(each => new Declared(each.Asset.ToString(), each.Amount, each.Recipient?.Value))],
            StoredDeclarationsContext.Default.DeclaredArray)
        : null;

    public static IReadOnlyList<DeclaredMovement>? Read(string? json) => json is null
        ? null
        : [.. JsonSerializer.Deserialize(json, StoredDeclarationsContext.Default.DeclaredArray)!.Select(each => new DeclaredMovement(
            Asset.Parse(each.Asset), each.Amount, each.Recipient is null ? null : SolanaAddress.Parse(each.Recipient)))];

    internal sealed record Declared(string Asset, ulong Amount, string? Recipient);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StoredDeclarations.Declared[]))]
internal sealed partial class StoredDeclarationsContext : JsonSerializerContext;
