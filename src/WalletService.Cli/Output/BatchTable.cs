using Spectre.Console;
using WalletService.Contracts.Transactions;

namespace WalletService.Cli.Output;

/// <summary>Batches for people.</summary>
internal static class BatchTable
{
    public static void Write(IAnsiConsole console, BatchDetails batch)
    {
        var table = new Table().Border(TableBorder.Simple)
            .AddColumns("batch", "status", "rows", "paid", "unpaid", "transactions", "ended");
        table.AddRow(
            batch.BatchId,
            batch.Status,
            Count(batch.RowCount),
            Count(batch.PaidRows),
            Count(batch.UnpaidRows),
            Count(batch.TransactionCount),
            Text.Of(batch.EndedAt));
        console.Write(table);
    }

    private static string Count(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
