using System.Globalization;
using System.Text;
using WalletService.Contracts.Transactions;

namespace WalletService.Cli.Batches;

/// <summary>What has become of each row, as a file that a spreadsheet opens.</summary>
internal static class BatchResultFile
{
    public static async Task WriteAsync(string path, IEnumerable<BatchRowDetails> rows, CancellationToken cancellationToken)
    {
        string[] lines =
        [
            CsvText.WriteLine("row", "recipient", "amount", "reference", "status", "transactionId", "signature", "errorCode", "errorMessage"),
            .. rows.Select(row => CsvText.WriteLine(
                row.Row.ToString(CultureInfo.InvariantCulture),
                row.Recipient,
                row.Amount,
                row.Reference,
                row.Status,
                row.TransactionId,
                row.Signature,
                row.Error?.Code,
                row.Error?.Message)),
        ];

        // Whole or not at all: a file of an earlier run is replaced in one step.
        var unfinished = path + ".part";
        await File.WriteAllLinesAsync(unfinished, lines, Encoding.UTF8, cancellationToken);
        File.Move(unfinished, path, overwrite: true);
    }
}
