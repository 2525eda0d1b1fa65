using System.Text.Json;
using System.Text.Json.Serialization;
using WalletService.Domain.Ports;
using WalletService.Domain.Transactions;
using WalletService.Domain.Values;

namespace WalletService.Postgres.Transactions;

/// <summary>The form of <c>transfers.batch</c>.</summary>
internal static class StoredBatches
{
    public static string? Write(TransferContent content) => content switch
    {
        TransferContent.SolBatch sol => Write(
            sol.Place, sol.Payments.Select(part => new Payment(part.Recipient.Value, Lamports: part.Lamports.Value, Quantity: null))),
        TransferContent.TokenBatch tokens => Write(
            tokens.Place, tokens.Payments.Select(share => new Payment(share.To.Value, Lamports: null, share.Quantity.ToString()))),
        _ => null,
    };

    /// <param name="json">The column's value.</param>
    /// <param name="mint">Null for SOL.</param>
    /// <param name="meaning">Of a payment in a token.</param>
    /// <param name="memo">The transfer's memo.</param>
    public static TransferContent Read(string json, string? mint, string? meaning, string? memo)
    {
        var stored = JsonSerializer.Deserialize(json, StoredBatchesContext.Default.PartOfBatch)!;
        var place = new BatchPlace(BatchId.From(stored.Batch), stored.Part);
        return mint is null
            ? new TransferContent.SolBatch(
                place,
                [.. stored.Payments.Select(payment => new SolPart(SolanaAddress.Parse(payment.To), new Lamports(payment.Lamports!.Value)))],
                memo)
            : new TransferContent.TokenBatch(
                place,
                SolanaAddress.Parse(mint),
                [.. stored.Payments.Select(payment => new TokenShare(SolanaAddress.Parse(payment.To), TokenQuantity.Parse(payment.Quantity!)))],
                Enum.Parse<TokenAmountMeaning>(meaning!),
                memo);
    }

    private static string Write(BatchPlace place, IEnumerable<Payment> payments) => JsonSerializer.Serialize(
        new PartOfBatch(place.Batch.Value, place.Part, [.. payments]), StoredBatchesContext.Default.PartOfBatch);

    internal sealed record PartOfBatch(Guid Batch, int Part, Payment[] Payments);

    internal sealed record Payment(string To, ulong? Lamports, string? Quantity);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(StoredBatches.PartOfBatch))]
internal sealed partial class StoredBatchesContext : JsonSerializerContext;
