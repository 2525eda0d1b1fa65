using System.Diagnostics;
using Spectre.Console;
using WalletService.Client;
using WalletService.Contracts.Transactions;

namespace WalletService.Cli.Commands;

/// <summary>Sends a batch, or finds it under its request id, and shows how far it has come.</summary>
internal sealed class BatchProgress(IWalletClient client, Terminal terminal, TransferBatch request, TimeSpan atMost)
{
    private const int PageSize = 500;
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(500);

    /// <summary>The batch at its end, or as it stands when the time is over, with all of its rows.</summary>
    public async Task<(BatchDetails Batch, IReadOnlyList<BatchRowDetails> Rows)> RunAsync(CancellationToken cancellationToken)
    {
        terminal.Messages.MarkupLineInterpolated($"[grey]request id {request.RequestId}[/]");
        var batch = await client.TransferBatchAsync(request, cancellationToken);
        await terminal.Messages.Progress().StartAsync(async context =>
        {
            var bar = context.AddTask("paying", maxValue: batch.RowCount);
            var clock = Stopwatch.StartNew();
            while (true)
            {
                bar.Value = batch.PaidRows + batch.UnpaidRows;
                bar.Description = $"{batch.Status}, {batch.PaidRows} of {batch.RowCount} paid";
                if (batch.Status == "ended" || clock.Elapsed >= atMost)
                {
                    return;
                }

                await Task.Delay(LookInterval, cancellationToken);
                batch = (await ReadAsync(batch.BatchId, limit: 1, cursor: null, cancellationToken)).Batch;
            }
        });
        return (batch, await ReadRowsAsync(batch.BatchId, cancellationToken));
    }

    private async Task<IReadOnlyList<BatchRowDetails>> ReadRowsAsync(string batchId, CancellationToken cancellationToken)
    {
        var rows = new List<BatchRowDetails>();
        string? cursor = null;
        do
        {
            var page = await ReadAsync(batchId, PageSize, cursor, cancellationToken);
            rows.AddRange(page.Rows);
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        return rows;
    }

    private Task<BatchReport> ReadAsync(string batchId, int limit, string? cursor, CancellationToken cancellationToken) => client.GetBatchAsync(
        new GetBatch { UserId = request.UserId, BatchId = batchId, Limit = limit, Cursor = cursor }, cancellationToken);
}
