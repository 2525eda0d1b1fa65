using System.Globalization;
using System.Text.Json;
using WalletService.Contracts.Transactions;
using WalletService.Domain.Batches;
using WalletService.Messaging.Wire;

namespace WalletService.Messaging.Transactions;

/// <summary>Batches as replies carry them.</summary>
internal static class BatchMapping
{
    public static BatchDetails ToDetails(this Batch batch) => new()
    {
        BatchId = batch.Id.ToString(),
        WalletId = batch.WalletId.ToString(),
        RequestId = batch.IdempotencyKey.Value,
        Status = JsonNamingPolicy.CamelCase.ConvertName(batch.Status.ToString()),
        Mint = batch.Mint?.Value,
        Memo = batch.Memo,
        RowCount = batch.RowCount,
        RejectedRows = batch.Progress.RejectedRows,
        PaidRows = batch.Progress.PaidRows,
        UnpaidRows = batch.Progress.UnpaidRows,
        TransactionCount = batch.Progress.Parts,
        EndedTransactions = batch.Progress.EndedParts,
        SignableUntil = batch.Deadline,
        ReceivedAt = batch.Times.ReceivedAt,
        PlannedAt = batch.Times.PlannedAt,
        EndedAt = batch.Times.EndedAt,
    };

    public static BatchReport ToReport(this BatchPage page, Batch batch) => new()
    {
        Batch = batch.ToDetails(),
        Rows = [.. page.Rows.Select(ToDetails)],
        NextCursor = page.Next?.ToString(CultureInfo.InvariantCulture),
    };

    private static BatchRowDetails ToDetails(BatchRowState state) => new()
    {
        Row = state.Row.Number,
        Recipient = state.Row.Recipient.Value,
        Amount = state.Row.Quantity.ToString(),
        Reference = state.Row.Reference,
        Status = state.Row.Error is not null ? "rejected" : state.Transfer is { } transfer ? TransferMapping.NameOf(transfer.Status) : "received",
        TransactionId = state.Transfer?.Id.ToString(),
        Signature = state.Transfer?.Attempt?.Signature.Value,
        Error = (state.Row.Error ?? state.Transfer?.Error)?.ToDetails(),
    };
}
