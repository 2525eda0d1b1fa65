using WalletService.Domain.Batches;
using WalletService.Domain.Ports;
using WalletService.Domain.Values;
using WalletService.Postgres.Connections;
using WalletService.Postgres.Records;

namespace WalletService.Postgres.Batches;

internal sealed class PostgresBatchRows(PostgresDatabase database) : IBatchRows
{
    public Task<IReadOnlyList<BatchRow>> GetRowsAsync(BatchId id, int after, int limit, CancellationToken cancellationToken) =>
        database.RepeatableAsync<IReadOnlyList<BatchRow>>(
            "batch.rows",
            async statements =>
            {
                var rows = await statements.QueryAsync<StoredRow>(
                    """
                    SELECT number, recipient, quantity, reference, part, error
                    FROM batch_rows
                    WHERE batch_id = @id AND number > @after
                    ORDER BY number
                    LIMIT @limit
                    """,
                    new { id = id.Value, after, limit });
                return [.. rows.Select(row => row.ToRow())];
            },
            cancellationToken);

    public Task<IReadOnlyList<BatchPart>> GetPartsAsync(BatchId id, CancellationToken cancellationToken) =>
        database.RepeatableAsync<IReadOnlyList<BatchPart>>(
            "batch.parts",
            async statements =>
            {
                var parts = await statements.QueryAsync<StoredPart>(
                    """
                    SELECT batch_parts.number, batch_parts.transaction_id AS TransactionId,
                           array_agg(batch_rows.number ORDER BY batch_rows.number) AS Rows
                    FROM batch_parts
                    JOIN batch_rows ON batch_rows.batch_id = batch_parts.batch_id AND batch_rows.part = batch_parts.number
                    WHERE batch_parts.batch_id = @id
                    GROUP BY batch_parts.number, batch_parts.transaction_id
                    ORDER BY batch_parts.number
                    """,
                    new { id = id.Value });
                return [.. parts.Select(part => new BatchPart(part.Number, TransactionId.From(part.TransactionId), part.Rows))];
            },
            cancellationToken);

    private sealed record StoredPart
    {
        public int Number { get; init; }

        public Guid TransactionId { get; init; }

        public int[] Rows { get; init; } = [];
    }

    private sealed record StoredRow
    {
        public int Number { get; init; }

        public string Recipient { get; init; } = string.Empty;

        public string Quantity { get; init; } = string.Empty;

        public string? Reference { get; init; }

        public int? Part { get; init; }

        public string? Error { get; init; }

        public BatchRow ToRow() => new()
        {
            Number = Number,
            Recipient = SolanaAddress.Parse(Recipient),
            Quantity = TokenQuantity.Parse(Quantity),
            Reference = Reference,
            Part = Part,
            Error = StoredJson.ReadError(Error),
        };
    }
}
