using System.Text.Json;
using System.Text.Json.Serialization;
using WalletService.Contracts.Transactions;

namespace WalletService.Cli.Receipts;

/// <summary>Receipts in files: the JSON of the reply, indented.</summary>
internal static class ReceiptFile
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
        AllowDuplicateProperties = false,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
    };

    public static async Task WriteAsync(string path, TransactionReceipt receipt, CancellationToken cancellationToken) =>
        await File.WriteAllTextAsync(path, JsonSerializer.Serialize(receipt, Options) + "\n", cancellationToken);

    /// <summary>The receipt, or why the file holds none.</summary>
    public static async Task<(TransactionReceipt? Receipt, string? Problem)> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var receipt = JsonSerializer.Deserialize<TransactionReceipt>(await File.ReadAllTextAsync(path, cancellationToken), Options);
            return receipt is null ? (null, "the file holds null") : (receipt, null);
        }
        catch (JsonException exception)
        {
            return (null, $"the file is no receipt: {exception.Message}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return (null, exception.Message);
        }
    }
}
